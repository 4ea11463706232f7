"""An independent judge of our PDF/A: Apache PDFBox Preflight, from Debian.

No validator of PDF/A-3 can be had from PyPI, npm or Debian: veraPDF is in none of them, and the
wrapper on PyPI (pdfa-parser) holds no validator but fetches one over the network (looked up again
in November 2026). Preflight judges PDF/A-1b: syntax, fonts with their widths and glyphs, colours,
metadata. What PDF/A-3 allows and PDF/A-1 did not is left out of its verdict below, each item by
name; the rest must be empty.
"""

import subprocess
import tempfile
from pathlib import Path

JAVA = Path("/usr/share/java")
JARS = "pdfbox2 preflight xmpbox fontbox2 commons-logging javax.activation jaxb-api".split()
# ISO 19005-3 against 19005-1: the sentence of Preflight for what is no fault any more
ALLOWED_IN_PART_3 = (
    "cross reference streams are not allowed",  # 6.1.4
    "The CIDSet entry is missing",  # 6.2.11.4.2: needed no more
    "part must be 1",  # the part is 3
    "widget annotation lacks an appearance dictionary",  # 6.3.3: not where it has no size
    "Transparency error, ca entry",  # 6.2.10
    "Transparency error, CA entry",
    "Transparency error, Group has a transparency",
)


def preflight_faults(*contents):
    """What Preflight finds wrong with these files, besides what PDF/A-3 allows."""
    missing = [name for name in JARS if not (JAVA / f"{name}.jar").exists()]
    if missing:
        raise FileNotFoundError(f"Debian's PDFBox is not installed: {', '.join(missing)}")
    classes = ":".join(str(JAVA / f"{name}.jar") for name in JARS)
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(contents):
            path = Path(folder, f"{number}.pdf")
            path.write_bytes(content)
            # Odoo limits the address space of its process, and Java reserves more than it uses
            command = ["prlimit", "--as=unlimited", "java", "-Xmx300m", "-cp", classes]
            command += ["org.apache.pdfbox.preflight.Validator_A1b", str(path)]
            verdict = subprocess.run(command, capture_output=True, text=True, check=False)
            if "PDF/A-1b file" not in verdict.stdout:
                raise RuntimeError(verdict.stdout + verdict.stderr[-2000:])
            lines = verdict.stdout.splitlines()[1:]
            faults += [
                line
                for line in lines
                if line.strip() and not any(allowed in line for allowed in ALLOWED_IN_PART_3)
            ]
    return sorted(set(faults))
