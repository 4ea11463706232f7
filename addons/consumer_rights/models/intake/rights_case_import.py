from odoo import api, fields, models
from odoo.exceptions import AccessError

IMPORTED = frozenset(("import_id", "external_codes", "is_takeover", "days_used"))


class RightsCase(models.Model):
    """What a case keeps of the file it came from (REG-23, REG-24)."""

    _inherit = "rights.case"

    import_id = fields.Many2one("rights.import", index="btree_not_null", readonly=True, copy=False)
    external_codes = fields.Char(
        "Codes of the source",
        readonly=True,
        copy=False,
        help="What the source said in its own codes, as far as our lists have no word for it.",
    )
    is_takeover = fields.Boolean(
        "Taken over open",
        readonly=True,
        copy=False,
        help="An open case of a former system: its clocks continue from the original dates.",
    )
    days_used = fields.Integer(
        "Days used before",
        readonly=True,
        copy=False,
        help="Working days that the former system had counted when the case was taken over.",
    )

    def _check_create_vals(self, vals):
        self._check_import_fields(vals)
        return super()._check_create_vals(vals)

    def _check_write_vals(self, vals):
        self._check_import_fields(vals)
        return super()._check_write_vals(vals)

    def _check_import_fields(self, vals):
        refused = IMPORTED.intersection(vals)
        if refused:
            raise AccessError(
                self.env._(
                    "These fields are set by an import only: %(fields)s.",
                    fields=", ".join(self._fields[name].string for name in sorted(refused)),
                )
            )

    @api.model
    def _import_takeover(self, vals_list):
        """Create the open cases of a former system in the stage they have (REG-24).

        They enter by the same marked step as history, but count like cases of our own.
        """
        cases = self._import_history(vals_list)
        cases._gate_write({"is_history": False, "is_takeover": True})
        return cases
