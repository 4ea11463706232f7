from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.china_time import china_date


class RightsStationMeasure(models.Model):
    """What follows from a station that is not up to standard or fails its assessment.

    who                            may
    liaison, in the portal         answer a rectification
    station officer, dispatcher    close it or send it back, own unit and below
    dispatcher                     decide what happens with the staff (STN-12)
    """

    _name = "rights.station.measure"
    _inherit = ["rights.station.part", "rights.answered.finding"]
    _description = "Measure about a service station"
    _order = "id desc"
    _rec_name = "finding"

    kind = fields.Selection(
        [("rectification", "Rectification"), ("staffing", "Staffing action")],
        required=True,
        readonly=True,
    )
    five_have_id = fields.Many2one(
        "rights.station.five.have", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    assessment_id = fields.Many2one(
        "rights.station.assessment", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    finding = fields.Char("What is found", required=True, readonly=True)
    opened_on = fields.Date(
        "Rectification opened on", required=True, readonly=True, default=lambda self: china_date()
    )
    state = fields.Selection(
        [("open", "Open"), ("answered", "Station answered"), ("closed", "Done")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    answer = fields.Text("Answer of the station", readonly=True)
    staff_action = fields.Selection(
        [
            ("training", "Trained"),
            ("warning", "Warned"),
            ("sanction", "Sanctioned"),
            ("replacement", "Coordinator replaced"),
        ],
        "What was decided",
    )
    staff_note = fields.Char("Reason")
    closed_on = fields.Date("Completed on", readonly=True)
    closed_by_id = fields.Many2one("res.users", "Completed by", readonly=True, ondelete="restrict")

    _one_open_item = models.UniqueIndex(
        "(five_have_id) WHERE state <> 'closed'", "This item is being put right already."
    )

    def write(self, vals):
        if not self.env.su and vals.keys() - {"staff_action", "staff_note"}:
            raise AccessError(self.env._("Close a measure, or send it back."))
        if not self.env.su and self.filtered(lambda row: row.state == "closed"):
            raise AccessError(self.env._("A closed measure stays as it is."))
        return super().write(vals)

    @api.model
    def _due_on(self):
        days = self.env["rights.network.parameter"]._value("station_rectification_days")
        return china_date() + timedelta(days=days)

    @api.model
    def _open_for_item(self, row):
        """The rectification of an item that is not met; one at a time."""
        if self.search_count([("five_have_id", "=", row.id), ("state", "!=", "closed")]):
            return
        finding = dict(row._fields["item"]._description_selection(self.env))[row.item]
        if row.note:
            finding = self.env._("%(item)s: %(note)s", item=finding, note=row.note)
        self.create(
            {
                "profile_id": row.profile_id.id,
                "kind": "rectification",
                "five_have_id": row.id,
                "finding": finding,
                "due_on": self._due_on(),
            }
        )

    @api.model
    def _open_for_assessment(self, assessment):
        """A failed assessment is put right, and somebody decides about the staff (STN-12)."""
        why = self.env._(
            "Assessment %(period)s: %(points).2f points",
            period=assessment.display_name,
            points=assessment.total,
        )
        self.create(
            [
                {
                    "profile_id": assessment.profile_id.id,
                    "kind": kind,
                    "assessment_id": assessment.id,
                    "finding": why,
                    "due_on": self._due_on(),
                }
                for kind in ("rectification", "staffing")
            ]
        )

    def _takes_answer(self):
        return self.kind == "rectification" and super()._takes_answer()

    def action_close(self):
        self.check_access("write")
        for row in self:
            if row.kind == "staffing":
                if not self.env.user.has_group("consumer_rights.consumer_rights_group_dispatcher"):
                    raise AccessError(self.env._("The district centre decides about the staff."))
                if not (row.staff_action and row.staff_note):
                    raise UserError(self.env._("Enter what was decided, and why."))
            elif row.state != "answered":
                raise UserError(self.env._("The station has not answered yet."))
        # the state is closed to clients; the right to write was checked
        self.sudo().write(
            {"state": "closed", "closed_on": china_date(), "closed_by_id": self.env.uid}
        )
        return True

    def action_send_back(self):
        """Not enough: the station answers again, within a new limit."""
        self.check_access("write")
        if self.filtered(lambda row: row.state != "answered"):
            raise UserError(self.env._("The station has not answered yet."))
        self.sudo().write({"state": "open", "due_on": self._due_on()})  # checked above
        return True
