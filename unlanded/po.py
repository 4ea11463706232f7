"""po.py DB [--keep]: exports the terms of both addons from DB with the code of SRC, fills in what SRC's
po files know and /tmp/dev/tr/*.py ({english: chinese} as TR), writes pot and zh_CN.po into SRC, and
lists what is missing in /tmp/dev/missing_<DB>.txt."""
import glob, os, runpy, subprocess, sys
import polib
db = sys.argv[1]
src = os.environ["SRC"]
known = {}
for path in sorted(glob.glob("/tmp/dev/tr/*.py")):
    known.update(runpy.run_path(path)["TR"])
missing, unused = [], set(known)
code = """
from odoo.tools.translate import trans_export
for addon in ("consumer_rights", "rights_reports"):
    for lang, end in ((False, "pot"), ("zh_CN", "po")):
        with open(f"/tmp/dev/out_DB_{addon}.{end}", "wb") as f:
            trans_export(lang, [addon], f, "po", env)
""".replace("DB", db)
subprocess.run([sys.executable, "/tmp/dev/dev.py", "shell", db], input=code, text=True, check=True, stdout=subprocess.DEVNULL)
for addon in ("consumer_rights", "rights_reports"):
    folder = f"{src}/addons/{addon}/i18n"
    old = {e.msgid: e.msgstr for e in polib.pofile(f"{folder}/zh_CN.po") if e.msgstr}
    for end, name in (("pot", f"{addon}.pot"), ("po", "zh_CN.po")):
        head = open(f"{folder}/{name}").read().split("\n\n", 1)[0]
        new = polib.pofile(f"/tmp/dev/out_{db}_{addon}.pot")
        if end == "po":
            for e in new:
                unused.discard(e.msgid)
                e.msgstr = old.get(e.msgid) or known.get(e.msgid, "")
                if not e.msgstr:
                    missing.append(e.msgid)
        body = str(new).split("\n\n", 1)[1]
        open(f"{folder}/{name}", "w").write(head + "\n\n" + body.rstrip("\n") + "\n")
open(f"/tmp/dev/missing_{db}.txt", "w").write("\n".join(map(repr, dict.fromkeys(missing))) + "\n")
print(len(set(missing)), "missing, see", f"/tmp/dev/missing_{db}.txt;", len(unused), "given but in no source")
