from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RightsNumberedCase(models.AbstractModel):
    """A paper from outside that names a matter of ours by its number (LAW-14, LAW-15).

    The adviser who enters it need not be able to read that matter: of a report nothing but the
    number shows (SEC-02), and what is taken from it is taken by whoever reads it.
    """

    _name = "rights.numbered.case"
    _inherit = ["rights.own.unit"]
    _description = "Record of a numbered matter"

    case_number = fields.Char("Matter no.", required=True, index=True)
    case_id = fields.Many2one(
        "rights.case",
        compute="_compute_case_id",
        store=True,
        index=True,
        ondelete="restrict",
    )
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    user_id = fields.Many2one(
        "res.users",
        "In charge",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('rights_post_ids.station_id', '=', station_id)]",
    )
    may_read_case = fields.Boolean(compute="_compute_may_read_case")

    @api.depends("case_number", "station_id")
    def _compute_case_id(self):
        for record in self:
            number = (record.case_number or "").strip()
            # of which unit a number is, is no secret to whoever has it on paper
            record.case_id = number and record.env["rights.case"].sudo().search(
                [("name", "=", number), ("chain_station_ids", "in", record.station_id.ids)],
                limit=1,
            )

    @api.depends("case_id")
    @api.depends_context("uid")
    def _compute_may_read_case(self):
        for record in self:
            case = record.sudo().case_id.sudo(False)
            record.may_read_case = bool(case) and case.has_access("read")

    @api.constrains("case_id", "case_number", "station_id")
    def _check_case(self):
        for record in self.sudo():
            if not record.case_id or record.case_id.name != record.case_number.strip():
                raise ValidationError(
                    self.env._(
                        "%(number)s is no matter of %(unit)s. Look at the number again.",
                        number=record.case_number,
                        unit=record.station_id.name,
                    )
                )

    def action_open_case(self):
        self.ensure_one()
        case = self.sudo().case_id.sudo(False)
        case.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": case.display_name,
            "res_model": "rights.case",
            "res_id": case.id,
            "view_mode": "form",
        }
