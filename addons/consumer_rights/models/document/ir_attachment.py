from odoo import api, models
from odoo.exceptions import AccessError

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
            part = self.env[file.res_model].browse(file.res_id)
            part.sudo().case_id.sudo(False)._log_print(file.name)
