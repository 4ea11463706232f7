from odoo import api, fields, models
from odoo.addons.consumer_rights.models.network.rights_station import OFFICIAL_LEVELS
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.anonymise import remains

GROUP = "consumer_rights.consumer_rights_group_"
DECIDERS = ("statistician", "dispatcher", "division_head")


class RightsInformationItem(models.Model):
    """A piece of information or a typical case that a unit hands in, adopted or not (STA-11).

    who                                          may
    staff                                        hand in for the own unit; mend it while undecided
    statistician, dispatcher, head of the unit   adopt it or not, never what they handed in
    above, and of the city centre for its own

    Items are read by the unit and by those above it. An item goes on to bulletins: no telephone
    and no ID number may stand in it.
    """

    _name = "rights.information.item"
    _inherit = ["rights.own.unit"]
    _description = "Information item"
    _order = "date desc, id desc"
    _rec_name = "title"

    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users",
        "Handed in by",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    date = fields.Date(
        "Handed in on", required=True, readonly=True, index=True, default=lambda self: china_date()
    )
    kind = fields.Selection(
        [("information", "Information"), ("typical", "Typical case")],
        required=True,
        readonly=True,
        default="information",
    )
    typical_id = fields.Many2one(
        "rights.typical.case", "Typical case", readonly=True, ondelete="restrict"
    )
    title = fields.Char(required=True)
    text = fields.Text("Content", required=True)
    state = fields.Selection(
        [("submitted", "Submitted"), ("adopted", "Adopted"), ("not_adopted", "Not adopted")],
        required=True,
        readonly=True,
        default="submitted",
        index=True,
    )
    reason = fields.Char("Why it is not adopted")
    decided_at = fields.Datetime("Decided on", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    may_decide = fields.Boolean(compute="_compute_may_decide", search="_search_may_decide")

    _typical_once = models.UniqueIndex(
        "(typical_id) WHERE typical_id IS NOT NULL", "This typical case was reported already."
    )

    @api.depends("state", "station_id", "user_id")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        mine = self.sudo().filtered_domain(self._get_decided_domain())
        for item in self:
            item.may_decide = item in mine

    def _search_may_decide(self, operator, value):
        return self._get_decided_domain() if operator == "in" else NotImplemented

    @api.model
    def _get_decided_domain(self):
        """Items that wait for the decision of this user."""
        user = self.env.user
        if not any(user.has_group(GROUP + role) for role in DECIDERS):
            return Domain.FALSE
        units = user.rights_station_ids
        above = Domain("station_id.parent_id", "in", units.ids)
        # nobody stands above the city centre: another of its people decides
        top = units.filtered(lambda unit: unit.level == "city_center")
        return (
            Domain("state", "=", "submitted")
            & Domain("user_id", "!=", user.id)
            & (above | Domain("station_id", "in", top.ids))
        )

    @api.constrains("title", "text")
    def _check_nothing_personal(self):
        for item in self:
            if remains(f"{item.title}\n{item.text}"):
                raise UserError(
                    self.env._(
                        "An information item holds no telephone, ID number, account or mail "
                        "address. Take it out first."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            own = self.env.user.rights_station_ids.filtered(
                lambda unit: unit.level in OFFICIAL_LEVELS
            )[:1]
            if not own:
                raise UserError(self.env._("Information is handed in by a unit of the network."))
            for vals in vals_list:
                self._check_open_names(vals)
            vals_list = [{**vals, "station_id": own.id} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_open_names(vals)
            for item in self:
                if item.state != "submitted":
                    raise UserError(self.env._("It was decided about this item already."))
                if item.kind == "typical" and vals.keys() - {"reason"}:
                    raise UserError(self.env._("A typical case stays as it was approved."))
                if not item.may_decide and "reason" in vals:
                    raise AccessError(self.env._("The unit above decides about it."))
                own = item.station_id in self.env.user.rights_station_ids
                if not own and vals.keys() - {"reason"}:
                    raise AccessError(self.env._("The unit that handed it in words it."))
        return super().write(vals)

    def _check_open_names(self, names):
        if any(self._fields[name].readonly for name in names):
            raise AccessError(self.env._("Hand it in, adopt it or not; nothing else is written."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Information items are kept: their count is assessed."))

    def _check_can_decide(self):
        self.check_access("read")
        for item in self:
            if item.state != "submitted":
                raise UserError(self.env._("It was decided about this item already."))
            if not item.may_decide:
                raise AccessError(
                    self.env._("The unit above decides about it, and never who handed it in.")
                )

    def _decide(self, state):
        # closed to clients; who decides was checked
        return self.sudo().write(
            {
                "state": state,
                "decided_at": fields.Datetime.now(),
                "decided_by_id": self.env.uid,
            }
        )

    def action_adopt(self):
        self._check_can_decide()
        return self._decide("adopted")

    def action_not_adopt(self):
        self._check_can_decide()
        if any(not (item.reason or "").strip() for item in self):
            raise UserError(self.env._("Say why it is not adopted."))
        return self._decide("not_adopted")

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }
