from odoo import api, fields, models


class RightsSecrecyBreach(models.Model):
    """A leak to the accused, recorded as assessment cause 7 (SEC-04).

    who                 may
    unit head           record and correct for the own unit and below
    discipline officer  read, and take it up
    """

    _name = "rights.secrecy.breach"
    _inherit = ["rights.own.unit"]
    _description = "Breach of secrecy"
    _order = "discovered_at desc, id desc"
    _rec_name = "discovered_at"

    case_id = fields.Many2one("rights.case", "Matter", index=True, ondelete="restrict")
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    discovered_at = fields.Datetime("Found on", required=True, default=fields.Datetime.now)
    leaked_by_id = fields.Many2one("res.users", "By whom", ondelete="restrict")
    facts = fields.Text("What was told, to whom", required=True)
    assessment_cause = fields.Integer("Assessment cause", default=7, readonly=True)
    recorded_by_id = fields.Many2one(
        "res.users",
        "Recorded by",
        readonly=True,
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    is_taken_up = fields.Boolean("Taken up by the discipline officer", readonly=True)

    def action_take_up(self):
        """The discipline officer takes the leak up; it can lead to an accountability record."""
        self.check_access("read")
        self.env.user._rights_check_role("discipline")
        self.sudo().is_taken_up = True  # the officer reads the records and writes only this mark

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["recorded_by_id"] = self.env.uid
            vals["assessment_cause"] = 7
        return super().create(vals_list)
