#!/usr/bin/env python3
"""dev: build and use databases of a worktree.

  base                      make the base template (once)
  fresh DB [demo]           new database DB from base with our addons of SRC
  upgrade DB                -u of both addons
  test DB PATH... [options] pytest on DB (runs -u first only with --up)
  serve DB PORT             serve in foreground
  shell DB < script         odoo shell
"""
import os, subprocess, sys, time
os.environ.update(PGHOST="/tmp/dev/pg/sock", PGPORT="5432", PGUSER="consumer_rights", LC_ALL="C.UTF-8")
src = os.environ.get("SRC") or subprocess.run(["git", "rev-parse", "--show-toplevel"], capture_output=True, text=True).stdout.strip()
sys.argv, args = [sys.argv[0], src, (sys.argv[2:] or ["base"])[0] if sys.argv[1] != "base" else "base", "0"], sys.argv[1:]
exec(open("/tmp/dev/mksite.py").read())
what = args[0]
if what not in ("now",) and not os.environ.get("NOW"):
    while os.path.exists("/tmp/dev/QUIET"):
        time.sleep(5)
from centre.machine import free_port
from centre.site import OURS, needed_addons, ONLY_WANTED
if what == "base":
    ready(free_port()); site.drop(); site.begin_database("zh_CN", password="admin")
elif what == "fresh":
    port = free_port(); ready(port); site.drop()
    site.server.create(site.database, "base")
    (site.filestore.parent).mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-al", str(site.filestore.parent / "base"), str(site.filestore)], check=True)
    site.log.unlink(missing_ok=True)
    try:
        print(len(site.install_ours(demo="demo" in args[2:])), "accounts")
    finally:
        for line in open(site.log, errors="replace"):
            if " ERROR " in line or " WARNING " in line or " CRITICAL " in line or "demo data failed" in line:
                print(line.rstrip()[:300])
elif what == "upgrade":
    ready(free_port()); site.upgrade()
elif what == "shell":
    ready(free_port()); sys.stdout.write(site.odoo("shell", text=sys.stdin.read()))
elif what == "serve":
    ready(int(args[2])); p = site.start_odoo(); print("serving on", args[2], "pid", p.pid, flush=True); p.wait()
elif what == "test":
    rest = args[2:]
    port = free_port(); ready(port)
    if "--up" in rest:
        rest.remove("--up"); site.upgrade()
    env = site.environ(CONSUMER_RIGHTS_TEST_DATA="/tmp/dev/sites", HYPOTHESIS_STORAGE_DIRECTORY="/tmp/dev/sites/hypothesis")
    env["PYTHONPATH"] += f":{src}/config:{src}/tests"
    cmd = ["nice", str(tools.python), "-m", "pytest", "-c", f"{src}/config/pytest.ini", f"--rootdir={src}", "-p", "strictness",
      "-o", f"cache_dir=/tmp/dev/sites/pytest_{site.database}", f"--odoo-database={site.database}", f"--odoo-config={site.conf}", "--odoo-http",
      "--odoo-extra", "limit-memory-hard=0", f"--basetemp=/tmp/dev/sites/tmp_{site.database}", "-q", *rest]
    sys.exit(subprocess.call(cmd, env=env, cwd=src))
elif what == "copy":
    ready(free_port()); site.drop(); source = args[2]
    site.server.create(site.database, source)
    subprocess.run(["cp", "-al", str(site.filestore.parent / source), str(site.filestore)], check=True)
elif what == "drop":
    ready(free_port()); site.drop()
elif what == "lint":
    # quick: ruff whole, the rest for files that differ from main; the lead runs the whole lint
    from centre import prettier
    def sh(*c): return subprocess.run([str(x) for x in c], cwd=src, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    base = sh("git", "merge-base", "HEAD", "origin/main").stdout.strip()
    changed = sh("git", "diff", "--name-only", "--diff-filter=d", base).stdout.split() + sh("git", "ls-files", "-o", "--exclude-standard").stdout.split()
    py = [f for f in changed if f.endswith(".py") and f.startswith("addons/") and os.path.exists(os.path.join(src, f))]
    xj = [f for f in changed if f.endswith((".xml", ".js")) and f.startswith("addons/") and os.path.exists(os.path.join(src, f))]
    bad = 0
    jobs = [[tools.python, "-m", "ruff", "check", "--config", "config/ruff.toml", "--no-cache", "."], [tools.python, "-m", "ruff", "format", "--check", "--config", "config/ruff.toml", "--no-cache", "."]]
    if py: jobs.append([tools.python, "-m", "pylint", "--rcfile", "config/pylintrc", *py])
    for a in OURS: jobs.append([tools.python, "-c", "import sys; from oca_pre_commit_hooks.cli import main; sys.exit(main())", f"addons/{a}/__manifest__.py"])
    if xj: jobs.append([*prettier.find(cache_folder(), tools.python), "--log-level", "warn", "--check", *xj])
    for j in jobs:
        r = sh(*j)
        if r.returncode: bad = 1; print(r.stdout)
    print("findings above" if bad else "lint clean"); sys.exit(bad)
elif what == "lintall":
    from centre import prettier
    from centre.testing import lint
    f = lint(tools.python, prettier.find(cache_folder(), tools.python))
    print("\n".join(f.values()) or "lint clean"); sys.exit(bool(f))
