import hashlib
from pathlib import Path

from odoo import api, models

BLOCK = 1 << 20


def file_sum(path, kind):
    """The hash of a file that is too large to be held."""
    with path.open("rb") as file:
        found = hashlib.new(kind, usedforsecurity=False)
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _rights_take_file(self, path, vals):
        """Make a file an attachment by moving it into the filestore, unread and in one move.

        :param path: a file on the file system of the filestore
        """
        path = Path(path)
        if self._storage() != "file":
            return self.create({**vals, "raw": path.read_bytes()})
        checksum = file_sum(path, "sha1")  # Odoo's own name of a stored file
        name = f"{checksum[:2]}/{checksum}"
        attachment = self.create(vals)
        # the three that ``write`` of an attachment leaves to itself
        models.BaseModel.write(
            attachment,
            {"store_fname": name, "checksum": checksum, "file_size": path.stat().st_size},
        )
        attachment.flush_recordset()  # from here on the collector of files waits for us
        target = Path(self._full_path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        self._mark_for_gc(name)  # in case the transaction aborts
        path.replace(target)
        return attachment
