"""The Odoo 19 source: the tree that ODOO_HOME names, or Debian's package, unpacked into the cache.

The package lives in Debian's suite sid only. It is downloaded by apt with a private root, so that
apt verifies it with Debian's key and the machine's own apt settings stay as they are, and it is
unpacked, never installed.
"""

import json
import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import machine
from .console import Problem, new_folder, remove, run, say, sha256, step

LOCK = Path(__file__).resolve().parents[1] / "odoo.lock"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
PACKAGE = "odoo-19"
# Odoo's package replaces fonts and scripts of the web client by links into these
LINKED = ["fonts-roboto-unhinted", "fonts-montserrat"]
LINKED += ["libjs-jquery", "libjs-jquery-form", "libjs-underscore"]
# sid has Font Awesome 7, the links want the files of 4.7, which the stable suites have
LINKED_FROM_OWN_SUITE = ["fonts-font-awesome"]
# Debian removed this file (a web assembly module) but not its name from the list of mail's scripts
REMOVED_SCRIPT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


@dataclass(frozen=True)
class OdooTree:
    root: Path  # what to let others read
    python_path: Path  # the folder that holds the package `odoo`
    addons: tuple  # addons folders beside odoo/addons
    version: str


def find(cache):
    """The tree to use; fetched when it is not there yet."""
    home = os.environ.get("ODOO_HOME")
    if home:
        return from_home(Path(home).expanduser().absolute())
    folder = cache / PACKAGE
    stamp = folder / "package.json"
    if not stamp.exists():
        fetch(folder)
    package = json.loads(stamp.read_text(encoding="utf-8"))
    compare(package)
    python_path = folder / "usr/lib/python3/dist-packages"
    check_release(python_path)
    return OdooTree(folder, python_path, (), package["version"])


def from_home(home):
    """A source checkout (odoo/, addons/), an unpacked package, or the package folder itself."""
    for python_path in (home, home / "usr/lib/python3/dist-packages", home.parent):
        if (python_path / "odoo/release.py").is_file():
            check_release(python_path)
            addons = python_path / "addons"
            return OdooTree(
                home, python_path, (addons,) if addons.is_dir() else (), f"ODOO_HOME {home}"
            )
    raise Problem(
        f"ODOO_HOME names {home}, which holds no Odoo (odoo/release.py): set it to the folder of "
        "an Odoo 19.0, or unset it."
    )


def check_release(python_path):
    release = (python_path / "odoo/release.py").read_text(encoding="utf-8")
    if not re.search(r"^version_info = \(19, 0,", release, re.MULTILINE):
        raise Problem(
            f"{python_path} is not Odoo 19.0: set ODOO_HOME to an Odoo 19.0, or unset it and "
            "delete the cache folder."
        )


def compare(package):
    """Say so when sid has moved on since the suite last passed."""
    known = json.loads(LOCK.read_text(encoding="utf-8"))
    if package != known:
        say(
            f"  Note: Odoo is package {package['version']} (sha256 {package['sha256'][:12]}), the "
            f"tests last passed with {known['version']} (sha256 {known['sha256'][:12]}); when "
            f"./tests/run passes, record the new one in {LOCK.parent.name}/{LOCK.name}."
        )


def fetch(folder):
    machine.check_space(folder.parent, 3.0)
    with new_folder(folder) as partial:
        with step("Odoo 19: download from Debian"):
            packages = download(partial / "download")
        with step("Odoo 19: unpack"):
            for package in packages:
                run(
                    ["dpkg-deb", "--extract", package, partial],
                    "A package could not be unpacked: check the disk, then run this again.",
                )
            complete(partial)
            odoo = next(path for path in packages if path.name.startswith(f"{PACKAGE}_"))
            version = odoo.name.split("_")[1].replace("%3a", ":")
            package = {"version": version, "sha256": sha256(odoo)}
            remove(partial / "download")
            (partial / "package.json").write_text(json.dumps(package) + "\n", encoding="utf-8")


def download(folder):
    """Fetch the packages with a private apt root; returns their files."""
    folder.mkdir()
    own_suite = machine.system()["VERSION_CODENAME"]
    apt = private_apt(folder, own_suite)
    wanted = [f"{name}/sid" for name in (PACKAGE, *LINKED)]
    wanted += [f"{name}/{own_suite}" for name in LINKED_FROM_OWN_SUITE]
    run(
        [*apt, "download", *wanted],
        "Odoo could not be downloaded: check the network connection, then run this again.",
        cwd=folder,
    )
    return sorted(folder.glob("*.deb"))


def private_apt(folder, own_suite):
    """An apt-get command whose only sources are Debian's sid and the machine's own suite."""
    for name in ("lists/partial", "cache/archives/partial", "parts"):
        (folder / name).mkdir(parents=True)
    (folder / "status").touch()
    sources = folder / "sources.list"
    settings = {
        "Dir::State": folder,
        "Dir::State::status": folder / "status",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::sourcelist": sources,
        "Dir::Etc::sourceparts": folder / "parts",
        "Dir::Etc::preferences": "/dev/null",
        "Dir::Etc::preferencesparts": folder / "parts",
        "APT::Sandbox::User": "root",  # apt's own user cannot enter the cache
        "APT::Update::Error-Mode": "any",
        "Acquire::Languages": "none",
        "Acquire::Retries": "2",
        "Acquire::http::Timeout": "30",
        "Acquire::https::Timeout": "30",
    }
    apt = ["apt-get"]
    for name, value in settings.items():
        apt += ["-o", f"{name}={value}"]
    failure = None
    for mirror in own_mirrors(own_suite):
        sources.write_text(
            "".join(f"deb [signed-by={KEYRING}] {mirror} {s} main\n" for s in ("sid", own_suite)),
            encoding="utf-8",
        )
        for tolerance in ([], ["-o", "Acquire::Check-Valid-Until=false"]):
            try:
                run([*apt, *tolerance, "update"], "")
                return [*apt, *tolerance]
            except Problem as problem:  # not Debian's, without sid, or out of reach
                failure = problem
                if "is expired" not in problem.detail:
                    break
            # a mirror that lags, or a wrong clock: the signature still says that it is Debian's
            say("(the mirror's index is out of date; its signature is good)", end=" ")
    raise Problem(
        "No Debian mirror of this machine's apt sources gave the suite sid: check the network "
        "connection and the apt sources, or set ODOO_HOME to an Odoo 19.0.",
        failure.detail if failure else "",
    )


def own_mirrors(own_suite):
    """Addresses in the machine's apt settings that may be Debian's; its key decides later."""
    listing = subprocess.run(
        ["apt-get", "indextargets", "--no-release-info"]
        + ["--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Identifier: Packages"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    suites = {own_suite, "stable", "oldstable"}
    mirrors = []
    for line in listing.splitlines():
        address, release, component = line.rsplit(" ", 2)
        usable = release in suites and component == "main" and not address.startswith("cdrom:")
        if usable and address not in mirrors:
            mirrors.append(address)
    return mirrors


def complete(root):
    """Mend what Debian's package leaves to other packages, and check its links."""
    addons = root / "usr/lib/python3/dist-packages/odoo/addons"
    script = addons / REMOVED_SCRIPT
    script.parent.mkdir(parents=True, exist_ok=True)
    script.touch()
    broken = [link for link in addons.rglob("*") if link.is_symlink() and not link.exists()]
    # the web client must be whole; elsewhere a missing font is a nuisance of an addon not used here
    if any(link.relative_to(addons).parts[0] == "web" for link in broken):
        raise Problem(
            "Debian's packages no longer hold what Odoo's links name: set ODOO_HOME to another "
            "Odoo 19.0.",
            "\n".join(f"{link} -> {os.readlink(link)}" for link in broken),
        )
