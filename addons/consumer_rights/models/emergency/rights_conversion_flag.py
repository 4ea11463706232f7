from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .rights_emergency_criterion import CONVERSION_KINDS

SUPERVISORS = (
    "consumer_rights.consumer_rights_group_dispatcher",
    "consumer_rights.consumer_rights_group_division_head",
)


class RightsConversionFlag(models.Model):
    """This complaint must become an enforcement case; no mediation closes it (ENF-07, MED-18).

    who                         may
    whoever works on the case   set one by hand; "bad social influence" is a supervisor's
    division head               take one back, with the reason (ENF-10)
    reader of the case          read

    A flag that was taken back stays in the record, and the system does not set it again.
    """

    _name = "rights.conversion.flag"
    _inherit = ["rights.case.part"]
    _description = "Flag: to be converted"
    _order = "id"
    _rec_name = "kind"

    case_id = fields.Many2one(
        "rights.case",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("kind", "=", "complaint")],
    )
    cycle_no = fields.Integer("Cycle", readonly=True, aggregator=None)
    kind = fields.Selection(CONVERSION_KINDS, "Must be converted because", required=True)
    reason = fields.Char(required=True)
    set_at = fields.Datetime("Flagged on", readonly=True)
    set_by_id = fields.Many2one("res.users", "Flagged by", readonly=True, ondelete="restrict")
    removed_at = fields.Datetime("Taken back on", readonly=True)
    removed_by_id = fields.Many2one(
        "res.users", "Taken back by", readonly=True, ondelete="restrict"
    )
    removal_reason = fields.Char("Taken back because")
    may_remove = fields.Boolean(compute="_compute_may_remove")

    _kind_once = models.UniqueIndex(
        "(case_id, cycle_no, kind)", "This case was flagged for that before."
    )

    @api.depends("removed_at")
    @api.depends_context("uid")
    def _compute_may_remove(self):
        for flag in self:
            flag.may_remove = not flag.removed_at and flag._get_remove_refusal() is None

    @api.model_create_multi
    def create(self, vals_list):
        entered = []
        for vals in vals_list:
            case = self.env["rights.case"].browse(vals.get("case_id"))
            self._check_may_set(case, vals.get("kind"))
            entered.append(
                {
                    "case_id": case.id,
                    "cycle_no": case.sudo().cycle_no,
                    "kind": vals.get("kind"),
                    "reason": vals.get("reason"),
                    "set_at": fields.Datetime.now(),
                    "set_by_id": self.env.uid,
                }
            )
        # rights are checked above
        flags = super(RightsConversionFlag, self.sudo()).create(entered).sudo(self.env.su)
        for flag in flags.sudo():
            flag._take_effect()
        return flags

    def _check_may_set(self, case, kind):
        if not self.env.su:
            case.check_access("write")
            if kind == "influence" and not any(map(self.env.user.has_group, SUPERVISORS)):
                raise AccessError(self.env._("A supervisor finds a bad social influence (ENF-07)."))
        if case.sudo().kind != "complaint":
            raise UserError(self.env._("Only a complaint is converted."))

    def _take_effect(self):
        """The enforcement record is due the same day, within 24 hours in a quick response."""
        case = self.case_id
        case._append_events([{"type": "conversion", "basis": self._get_basis()}])
        if case.converted_case_id:
            return
        food = self.kind == "food" and case.quick_response_ids.filtered("commanded_at")
        case._deadline_event("food_conversion_flagged" if food else "conversion_flagged")

    def _get_basis(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return " · ".join(filter(None, (kinds[self.kind], self.reason, self.removal_reason)))

    def write(self, vals):
        if not self.env.su and set(vals) - {"removal_reason"}:
            raise AccessError(self.env._("A flag stays as it was set. A division head removes it."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A flag is taken back with its reason, never deleted."))

    # -- taking it back (ENF-10) -------------------------------------------------------------------

    def _get_remove_refusal(self):
        user = self.env.user
        if not user.has_group("consumer_rights.consumer_rights_group_division_head"):
            return self.env._("A division head takes a flag back (ENF-10).")
        if self.sudo().case_id.station_id not in user.rights_supervised_station_ids:
            return self.env._("The case lies with another unit.")
        return None

    def action_remove(self):
        self.check_access("read")
        for flag in self:
            if refusal := flag._get_remove_refusal():
                raise AccessError(refusal)
            if flag.removed_at:
                raise UserError(self.env._("This flag is taken back already."))
            if not (flag.removal_reason or "").strip():
                raise UserError(self.env._("Say why the matter need not be converted."))
            flag_sudo = flag.sudo()  # checked above
            flag_sudo.write({"removed_at": fields.Datetime.now(), "removed_by_id": self.env.uid})
            case = flag_sudo.case_id
            case._append_events([{"type": "conversion_removed", "basis": flag_sudo._get_basis()}])
            if not case._get_standing_flags():
                case._deadline_event("conversion_removed")
        return True
