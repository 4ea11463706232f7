from odoo import api, fields, models


class RightsCase(models.Model):
    """What the form says to who may read a case, but not change it.

    The record rules decide; this only keeps people from typing what would be refused.
    """

    _inherit = "rights.case"

    read_only_note = fields.Char(compute="_compute_read_only_note")

    @api.depends("station_id", "user_id", "kind", "stage_id")
    @api.depends_context("uid", "lang")
    def _compute_read_only_note(self):
        saved = self._origin
        writable = saved._filtered_access("write") if saved.has_access("read") else saved
        for case in self:
            case.read_only_note = bool(case._origin - writable) and self.env._(
                "This case lies with %(unit)s. You may read it, but not change it.",
                unit=case.sudo().station_id.name,
            )
