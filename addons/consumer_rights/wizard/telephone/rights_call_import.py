import base64

from odoo import fields, models


class RightsCallImport(models.TransientModel):
    """A file of call records in Asterisk's columns; the same file twice changes nothing (INT-04).

    A call of several legs has one number: it was answered when a person answered one of them.
    Calls to numbers that are no line of ours are left out and counted.
    """

    _name = "rights.call.import"
    _description = "Import of call records"

    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()
    result = fields.Text(readonly=True)

    def action_import(self):
        self.ensure_one()
        self.env.user._rights_check_role("operator")
        counts = self.env["rights.call.log"]._take_records(base64.b64decode(self.file))
        self.result = self.env._(
            "%(new)s new calls, %(changed)s completed, %(known)s known already,"
            " %(foreign)s rows of other numbers, %(broken)s rows that could not be read.",
            **{name: counts[name] for name in ("new", "changed", "known", "foreign", "broken")},
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }
