"""What the computer must offer: system, disk, port, packages, the ordinary user."""

import glob
import os
import pwd
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .console import Problem, run, say, step

OS_RELEASE = Path("/etc/os-release")
SUPPORTED = {"12", "13"}

# package: why it is needed. Only what is missing is installed.
SERVER_PACKAGES = {
    "postgresql": "the database server",
    "python3-venv": "the virtual environment",
    "fonts-noto-cjk": "Chinese glyphs in PDF",
    "fonts-hanazono": "rare characters of names in PDF",
    "libpango-1.0-0": "text layout of WeasyPrint",
    "libpangoft2-1.0-0": "text layout of WeasyPrint",
    "libharfbuzz-subset0": "small PDF: only the glyphs that are used",
    "poppler-utils": "pdftotext and pdftoppm",
    "libmagic1": "kind of an uploaded file",
}
TEST_PACKAGES = {
    "chromium": "browser tests",
    "default-jre-headless": "runs the validator of PDF/A",
    "libpdfbox2-java": "the validator of PDF/A (PDFBox Preflight)",
    "libactivation-java": "part of the validator that newer Java lacks",
    "libjaxb-api-java": "part of the validator that newer Java lacks",
    "clamav-daemon": "the virus scanner; the tests bring signatures of their own",
}

USER_NAME = "consumer-rights"


@dataclass(frozen=True)
class Account:
    """The ordinary user that PostgreSQL and Odoo run as when root is the caller."""

    name: str
    uid: int
    gid: int

    @property
    def popen(self):
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may(self, mode, path):
        """Whether the user may read ("r"), write ("w") or enter ("x") the path."""
        test = ["test", f"-{mode}", str(path)]
        return subprocess.run(test, cwd="/", check=False, **self.popen).returncode == 0

    def own(self, path, mode):
        os.chown(path, self.uid, self.gid)
        os.chmod(path, mode)


def system():
    """The fields of /etc/os-release."""
    fields = {}
    if OS_RELEASE.exists():
        for line in OS_RELEASE.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition("=")
            fields[name] = value.strip('"')
    return fields


def is_supported_debian():
    found = system()
    return found.get("ID") == "debian" and found.get("VERSION_ID") in SUPPORTED


def check_system():
    if is_supported_debian() or os.environ.get("ODOO_HOME"):
        return
    name = system().get("PRETTY_NAME", "This system")
    raise Problem(
        f"{name} is neither Debian 12 nor 13, where Odoo is fetched by itself: set ODOO_HOME to "
        "an unpacked Odoo 19.0 and run this again."
    )


def check_space(folder, gigabytes):
    """Refuse to begin what would fill the disk."""
    folder = folder.absolute()
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1e9
    if free < gigabytes:
        raise Problem(
            f"The disk of {folder} has {free:.1f} GB free and {gigabytes:.1f} GB are needed: free "
            "some space or name another folder (--data, CONSUMER_RIGHTS_CACHE)."
        )


def check_port(interface, port):
    family = socket.AF_INET6 if ":" in interface else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((interface, port))
        except PermissionError:
            raise Problem(
                f"Port {port} is reserved for root: choose one above 1023 with --port."
            ) from None
        except OSError as error:
            raise Problem(
                f"Port {port} on {interface} cannot be used ({error.strerror}): stop "
                "the program that uses it, or choose others with --port and --interface."
            ) from None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# ---------------------------------------------------------------- packages


def installed_packages():
    """Names of installed packages and of what they provide (libmagic1t64 provides libmagic1)."""
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}, ${Provides}\n"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names = set()
    for line in listing.splitlines():
        status, _, rest = line.partition(" ")
        if status == "installed":
            names.update(part.split()[0].split(":")[0] for part in rest.split(",") if part.strip())
    return names


def need_packages(packages):
    """Install the system packages that are missing, and say so."""
    if not shutil.which("dpkg-query"):
        check_programs()
        return
    missing = [name for name in packages if name not in installed_packages()]
    if "postgresql" in missing and server_programs():
        missing.remove("postgresql")  # of another source, or a version alone
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    root = as_root(" ".join(install))
    say("  Installing system packages:")
    for name in missing:
        say(f"    {name:22} {packages.get(name, '')}")
    # runlevel 1: no service starts by being installed, and no scanner fetches signatures
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8", "RUNLEVEL": "1"}
    environment = {**os.environ, **quiet}
    options = ["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=2"]
    problem = (
        "System packages could not be installed: check the network connection and the apt "
        f"sources, or install them yourself ({' '.join(install)}), then run this again."
    )
    with step("System packages"):
        refuse_main_cluster(root, missing)
        run([*root, "dpkg", "--configure", "-a"], problem, env=environment)
        run([*root, "apt-get", *options, "update"], problem, env=environment)
        run([*root, "apt-get", *options, *install[1:]], problem, env=environment)


def as_root(wish):
    """What must stand before a command so that it runs as root."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        # asks for the password here, on the terminal, and not inside a step
        asked = "sudo -n true 2>/dev/null || sudo -v"
        if subprocess.run(["sh", "-c", asked], check=False).returncode == 0:
            return ["sudo", "--preserve-env=DEBIAN_FRONTEND,LC_ALL,RUNLEVEL"]
    raise Problem(f"Root rights are needed once: run this as root, or run as root: {wish}")


def refuse_main_cluster(root, missing):
    """Keep Debian from starting a database server of its own that nobody here needs."""
    folder = Path("/etc/postgresql-common")
    if "postgresql" in missing and not folder.exists():
        script = f"mkdir {folder} && echo create_main_cluster=false > {folder}/createcluster.conf"
        run([*root, "sh", "-c", script], "The settings of PostgreSQL could not be written.")


def server_programs(version=None):
    """Folder of PostgreSQL's programs: of the version asked for, else the newest."""
    found = glob.glob(f"/usr/lib/postgresql/{version or '*'}/bin/initdb")
    if found:
        return Path(max(found, key=lambda path: float(path.split("/")[4]))).parent
    initdb = shutil.which("initdb")
    return Path(initdb).parent if initdb and not version else None


def check_programs():
    """Where packages are not ours to install: name what is missing."""
    if not server_programs():
        raise Problem("PostgreSQL's programs (initdb, psql) were not found: install PostgreSQL.")


# ---------------------------------------------------------------- the ordinary user


def ordinary_user():
    """None when the caller is an ordinary user; for root a system user without a password."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(USER_NAME)
    except KeyError:
        with step(f"System user {USER_NAME}"):
            run(
                ["useradd", "--system", "--user-group", "--no-create-home"]
                + ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", USER_NAME],
                f"The system user {USER_NAME} could not be created: create it yourself, then run "
                "this again.",
            )
        entry = pwd.getpwnam(USER_NAME)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def let_through(account, path):
    """Let the ordinary user pass the folders above `path`.

    The default folders lie in root's home, which is closed to others. Passing (not listing, not
    reading) is granted to this one user by an access control list; nothing else is opened.
    """
    for folder in reversed(Path(path).absolute().parents):
        if account and not account.may("x", folder):
            grant(account, folder, "x", [])


def let_read(account, path):
    """Let the ordinary user read a folder and all below it.

    A clone made under umask 077 is closed as a whole, and single files may be: so all are tried.
    """
    if account is None:
        return
    let_through(account, path)
    if first_closed(account, path):
        grant(account, path, "rX", ["--recursive"])


def first_closed(account, path):
    """The first folder or file in a tree that the ordinary user cannot read; empty if none."""
    closed = "! -type l ( -type d ! -executable -o ! -readable ) -print -quit"
    found = subprocess.run(
        ["find", "-H", path, *closed.split()],
        cwd="/",
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=False,
        **account.popen,
    )
    # without a name find itself was refused, by the folder above
    return found.stdout.strip() or ("" if found.returncode == 0 else str(path))


def grant(account, path, rights, options):
    need_packages({"acl": "lets one user through a closed folder"})
    run(
        ["setfacl", *options, "--modify", f"user:{account.name}:{rights}", path],
        f"The user {account.name} may not enter or read {path}: open it to that user, or choose "
        "folders outside of it.",
    )
    may = "pass" if rights == "x" else "read"
    say(f"  User {account.name} may {may} {path} (access control list)")
