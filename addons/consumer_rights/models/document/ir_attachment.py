import hashlib
import os
import time

from odoo import api, models
from odoo.exceptions import AccessError

# a stored file that is shorter than its content and older than this will not grow any more
GROWING_SECONDS = 60
CONTENT_FIELDS = frozenset(("raw", "datas", "db_datas"))


class IrAttachment(models.Model):
    """Sealed files are read, never changed, moved, opened to outsiders or removed (ARC-09).

    A file becomes sealed when it gets the id of its dossier, which is the last thing that happens
    to it. There is no way round for anybody, superuser code included.
    """

    _inherit = "ir.attachment"

    def _is_sealed_model(self, model_name):
        return bool(model_name) and getattr(self.env.get(model_name), "_seals_file", False)

    def _sealed(self):
        return self.sudo().filtered(
            lambda file: file.res_id and self._is_sealed_model(file.res_model)
        )

    @api.model_create_multi
    def create(self, vals_list):
        if any(
            vals.get("res_id") and self._is_sealed_model(vals.get("res_model"))
            for vals in vals_list
        ):
            raise AccessError(
                self.env._("Nothing is put beside a sealed file. Add a supplement instead.")
            )
        return super().create(vals_list)

    def write(self, vals):
        self._check_not_sealed()
        return super().write(vals)

    def unlink(self):
        self._check_not_sealed()
        return super().unlink()

    def _check_not_sealed(self):
        if self._sealed():
            raise AccessError(
                self.env._(
                    "A sealed file cannot be changed or removed. "
                    "Add a supplement to the dossier instead."
                )
            )

    # -- half-written files -----------------------------------------------------------------------

    @api.model
    def _file_write(self, bin_value, checksum):
        """A disk that fills up leaves a torso, which would refuse the whole file for ever."""
        try:
            return super()._file_write(bin_value, checksum)
        except OSError:
            self._drop_torso(checksum)
            raise

    @api.model
    def _get_path(self, bin_data, sha):
        # so does a process that is killed while it writes; a younger file may still be growing
        path = self._full_path(f"{sha[:2]}/{sha}")
        if os.path.isfile(path) and time.time() - os.path.getmtime(path) > GROWING_SECONDS:
            if os.path.getsize(path) < len(bin_data):
                self._drop_torso(sha)
        return super()._get_path(bin_data, sha)

    @api.model
    def _drop_torso(self, sha):
        """Remove a stored file that is not what its name says."""
        path = self._full_path(f"{sha[:2]}/{sha}")
        if os.path.isfile(path):
            with open(path, "rb") as file:
                whole = hashlib.sha1(file.read()).hexdigest() == sha  # as Odoo names files
            if not whole:
                os.remove(path)

    # -- every way out is noted (SEC-05) ----------------------------------------------------------

    def _to_http_stream(self):
        self._log_sealed_reading()
        return super()._to_http_stream()

    def _read_format(self, fnames, load="_classic_read"):
        if CONTENT_FIELDS.intersection(fnames) and not self.env.su:
            self._log_sealed_reading()
        return super()._read_format(fnames, load)

    def _log_sealed_reading(self):
        for file in self._sealed():
            self.env[file.res_model].browse(file.res_id)._log_reading(file.name)
