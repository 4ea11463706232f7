from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .rights_station_profile import LEVELS


class RightsStationSettlement(models.Model):
    """What consumer and merchant came to at a service station, as the consumer confirmed it.

    “Settled between the parties” rests on it where a service station has the case (STN-07). It
    stays as it was confirmed; whoever reads the case reads it.
    """

    _name = "rights.station.settlement"
    _inherit = ["rights.case.part"]
    _description = "Settlement confirmed by the consumer"
    _order = "case_id, id"
    _rec_name = "terms"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    cycle_no = fields.Integer("Cycle", readonly=True)
    station_id = fields.Many2one(
        "rights.station", "Service station", readonly=True, ondelete="restrict"
    )
    referral_id = fields.Many2one(
        "rights.case.referral", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    terms = fields.Text("What was agreed", required=True)
    amount = fields.Float("Recovered (yuan)", digits=(14, 2))
    confirmed_way = fields.Selection(
        [("in_person", "In person"), ("phone", "On the phone"), ("written", "In writing")],
        "How the consumer confirmed",
        required=True,
    )
    confirmed_at = fields.Datetime("Confirmed at", required=True, default=fields.Datetime.now)
    paper = fields.Image("Signed paper", max_width=1920, max_height=1920)
    user_id = fields.Many2one("res.users", "Recorded by", readonly=True, ondelete="restrict")

    _amount_not_negative = models.Constraint(
        "CHECK (amount >= 0)", "The recovered amount cannot be negative."
    )

    @api.constrains("confirmed_way", "paper", "confirmed_at")
    def _check_confirmation(self):
        for row in self:
            if row.confirmed_way == "written" and not row.paper:
                raise ValidationError(self.env._("Add a photo of what the consumer signed."))
            if row.confirmed_at > fields.Datetime.now():
                raise ValidationError(self.env._("A confirmation cannot lie in the future."))

    @api.model_create_multi
    def create(self, vals_list):
        cases = self.env["rights.case"]
        rows = super().create(
            [
                {
                    **vals,
                    "user_id": self.env.uid,
                    "cycle_no": cases.browse(vals["case_id"]).sudo().cycle_no,
                }
                for vals in vals_list
            ]
        )
        for row in rows:
            row_sudo = row.sudo()  # the unit follows from the case or its referral
            row_sudo.station_id = row_sudo.referral_id.station_id or row_sudo.case_id.station_id
            row.case_id._append_events(
                [
                    {
                        "type": "progress",
                        "basis": self.env._("The consumer confirmed: %(terms)s", terms=row.terms),
                    }
                ]
            )
        return rows

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("What the consumer confirmed stays as it is."))
        return super().write(vals)


class RightsCaseReferral(models.Model):
    _inherit = "rights.case.referral"

    settlement_ids = fields.One2many(
        "rights.station.settlement", "referral_id", "Confirmed by the consumer", readonly=True
    )


class RightsCase(models.Model):
    _inherit = "rights.case"

    station_settlement_ids = fields.One2many(
        "rights.station.settlement", "case_id", "Settled at the service station", copy=False
    )
    is_at_service_station = fields.Boolean(compute="_compute_is_at_service_station")

    @api.depends("station_id.level", "kind")
    def _compute_is_at_service_station(self):
        for case in self:
            case.is_at_service_station = (
                case.kind == "complaint" and case.station_id.level in LEVELS
            )

    def _check_conclude(self, transition):
        """STN-07: at a service station the parties settled once the consumer says so."""
        missing = super()._check_conclude(transition)
        case = self.sudo()
        if case.is_at_service_station and case.outcome_id.code == "self_settled":
            confirmed = case.station_settlement_ids.filtered(
                lambda row: row.cycle_no == case.cycle_no
            )
            if not confirmed:
                # no name of a field, so that no dialog offers to fill it in
                missing["station_confirmation"] = self.env._(
                    "The consumer has not confirmed the settlement. Record the confirmation first."
                )
        return missing
