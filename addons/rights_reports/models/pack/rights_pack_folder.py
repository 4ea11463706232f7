import os
import re
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# what a name of a file holds on every system that reads the folder: letters, digits and . _ -
UNSAFE = re.compile(r"[^\w.-]+")
LONGEST = 120


def safe_name(name, number):
    """The name of a file that leads nowhere and is nobody else's.

    >>> safe_name("../月报 2026-01.xlsx", 7)
    '月报_2026-01_7.xlsx'
    >>> safe_name("a/b", 1), safe_name("..", 2)
    ('a_b_1', 'report_2')
    """
    stem, dot, ending = UNSAFE.sub("_", name).strip("._-").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    stem = stem[:LONGEST].strip("._-") or "report"
    return f"{stem}_{number}{dot}{ending}"


class RightsPackFolder(models.Model):
    """A folder of the server into which packs are put for other systems.

    who                        may
    platform administrator     everything
    those who define packs     choose one by its name; they do not see where it lies
    """

    _name = "rights.pack.folder"
    _inherit = "rights.configured"
    _description = "Folder of reports"
    _order = "name, id"
    _rights_quoted = ("path",)

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    path = fields.Char(
        required=True,
        groups="base.group_system",
        help="An absolute path on the server that the system's account may write to.",
    )

    @api.constrains("path")
    def _check_path(self):
        for folder in self.sudo():
            path = Path(folder.path)
            if not path.is_absolute() or not path.is_dir() or not os.access(path, os.W_OK):
                raise ValidationError(
                    self.env._(
                        "%(path)s is no folder that the system may write to. Make it first.",
                        path=folder.path,
                    )
                )

    def _put(self, name, number, content):
        """Put a file into the folder in one move: a reader finds it whole or not at all.

        :return: the name that it bears there
        """
        self.ensure_one()
        if not self.active:
            raise UserError(self.env._("The folder %(name)s is no longer used.", name=self.name))
        path = Path(self.sudo().path)  # whoever defines packs does not see where it lies
        name = safe_name(name, number)
        part = path / f".{name}.part"
        try:
            with part.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path / name)
        finally:
            part.unlink(missing_ok=True)
        return name
