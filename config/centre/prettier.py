"""Prettier with its XML plugin: the versions that config/prettier/package-lock.json pins."""

import hashlib
import shutil
from pathlib import Path

from .console import new_folder, run, step

CONFIG = Path(__file__).resolve().parents[1] / "prettier"
LOCK = CONFIG / "package-lock.json"


def find(cache, python):
    """The command that runs it, by the Node.js of the virtual environment; fetched once."""
    programs = python.parent
    folder = cache / f"prettier-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:12]}"
    if not folder.exists():
        with step("Prettier"), new_folder(folder) as unfinished:
            for name in ("package.json", LOCK.name):
                shutil.copy(CONFIG / name, unfinished)
            options = ["--no-audit", "--no-fund", "--cache", unfinished / "npm"]
            run(
                [programs / "npm", "ci", *options, "--prefix", unfinished],
                "Prettier could not be installed: check the network connection and the disk, then "
                "run this again.",
            )
    modules = folder / "node_modules"
    program = [programs / "node", modules / "prettier/bin/prettier.cjs"]
    plugin = modules / "@prettier/plugin-xml/src/plugin.js"
    return [*program, "--config", CONFIG / "options.json", "--plugin", plugin]
