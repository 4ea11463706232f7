from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# what recognition reads: a change of these is looked at again
WATCHED = frozenset(
    "item_class_id category_id subject facts request amount_dispute respondent_id".split()
)
RESPONSE_LIMITS = ("TL-27", "TL-28", "TL-29")


class RightsCaseEvent(models.Model):
    _inherit = "rights.case.event"

    # append-only lines stay as they are, also when their kind is taken away
    type = fields.Selection(
        selection_add=[
            ("quick_response", "Quick response"),
            ("conversion", "To be converted"),
            ("conversion_removed", "Conversion flag taken back"),
            ("major", "Major matter"),
            ("instruction_request", "Instructions asked for"),
        ],
        ondelete={
            "quick_response": lambda events: None,
            "conversion": lambda events: None,
            "conversion_removed": lambda events: None,
            "major": lambda events: None,
            "instruction_request": lambda events: None,
        },
    )


class RightsCase(models.Model):
    """What cannot wait is recognised when a matter is registered, joined, linked or changed.

    EMG-01, EMG-07, ENF-07: by class, words and counts, which are data, or flagged by hand.
    """

    _inherit = "rights.case"

    quick_response_ids = fields.One2many("rights.quick.response", "case_id", copy=False)
    quick_response_count = fields.Integer(compute="_compute_quick_response_count")
    may_respond = fields.Boolean(compute="_compute_may_respond")
    incident_id = fields.Many2one(
        "rights.incident",
        "Major matter",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_serious = fields.Boolean(
        "Serious or complex",
        copy=False,
        help="A report with serious or complex facts needs recorded instructions before it goes "
        "on (EMG-09).",
    )

    @api.depends("quick_response_ids")
    def _compute_quick_response_count(self):
        for case in self:
            # that there is one is no secret to who reads the case
            case.quick_response_count = len(case.sudo().quick_response_ids)

    @api.depends("quick_response_ids.closed_at", "stage_id", "kind")
    def _compute_may_respond(self):
        for case in self:
            case.may_respond = case._is_emergency_open() and not case._get_open_response()

    def _is_emergency_open(self):
        return (
            self.kind in ("complaint", "report")
            and bool(self.registered_at)
            and not self.is_closed
            and not self.is_history
        )

    def _get_open_response(self):
        return self.sudo().quick_response_ids.filtered(lambda response: not response.closed_at)

    # -- recognising -------------------------------------------------------------------------------

    def _move(self, transition, expected_stage, basis=None):
        result = super()._move(transition, expected_stage, basis=basis)
        begins = expected_stage.sudo().code in ("draft", "pending_material")
        if begins and not self.env.context.get("rights_link_follows"):
            self._emergency_recognise()
        return result

    def write(self, vals):
        result = super().write(vals)
        if WATCHED.intersection(vals):
            self._emergency_recognise()
        return result

    def _note_group(self):
        result = super()._note_group()
        self._emergency_recognise()
        return result

    def _emergency_recognise(self):
        """Start what the signs ask for; what was started in this cycle is not started again."""
        criteria = self.env["rights.emergency.criterion"].sudo()
        criteria = criteria.browse(criteria._get_active_ids())
        for case in self.sudo().filtered(lambda case: case._is_emergency_open()):
            for criterion in criteria._recognise(case):
                getattr(case, f"_emergency_{criterion.effect}")(criterion)

    def _emergency_response(self, criterion):
        """An enforcement record leaves the scene to the response of its complaint (ENF-08)."""
        links = self.env["rights.case.link"].search(
            Domain("kind", "=", "converted")
            & (Domain("case_id", "=", self.id) | Domain("other_case_id", "=", self.id))
        )
        if not (self | links.case_id | links.other_case_id).quick_response_ids:
            self.env["rights.quick.response"]._begin(self, criterion.name, criterion)

    def _emergency_conversion(self, criterion):
        self._flag_conversion(criterion.conversion_kind, criterion.name)

    def _emergency_major(self, criterion):
        if not self.incident_id:
            self.env["rights.incident"]._begin(self, criterion.name)

    def _emergency_people(self):
        """Persons of this matter and of those linked to it (ENF-07)."""
        return len(
            (self | self._emergency_linked()).party_ids.filtered(
                lambda party: party.role in ("complainant", "reporter")
            )
        )

    def _emergency_linked(self):
        """Cases of this kind that a standing link joins with this one."""
        links = self.env["rights.case.link"].search(
            Domain("kind", "!=", "converted")
            & (Domain("case_id", "=", self.id) | Domain("other_case_id", "=", self.id))
        )
        linked = (links.case_id | links.other_case_id) - self
        return linked.filtered(lambda case: case.kind == self.kind)

    # -- by hand -----------------------------------------------------------------------------------

    def action_quick_response(self):
        """Start a quick response that the system did not recognise (EMG-01)."""
        self.ensure_one()
        self.check_access("write")
        if not self.may_respond:
            raise UserError(
                self.env._("%(case)s has a quick response, or is closed.", case=self.display_name)
            )
        self.env["rights.quick.response"].sudo()._begin(self.sudo(), self.env._("Flagged by hand"))
        return self.action_view_quick_responses()

    def action_view_quick_responses(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "consumer_rights.rights_quick_response_action"
        )
        action |= {"domain": [("case_id", "=", self.id)], "context": {}}
        if self.quick_response_count == 1:
            response = self.sudo().quick_response_ids
            action |= {"view_mode": "form", "views": [(False, "form")], "res_id": response.id}
        return action

    def action_report_major(self):
        """Make this a major matter; its upward report is due within the hour (EMG-07, EMG-08)."""
        self.ensure_one()
        self.check_access("write")
        if not self._is_emergency_open():
            raise UserError(self.env._("Register the matter first; a closed one is not reported."))
        if not self.incident_id:
            self.env["rights.incident"].sudo()._begin(self.sudo(), self.env._("Flagged by hand"))
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.incident",
            "res_id": self.sudo().incident_id.id,
            "view_mode": "form",
        }

    # -- what it holds up --------------------------------------------------------------------------

    def _get_missing(self, transition):
        """The archive waits for the quick response; a serious report for instructions (EMG-09)."""
        missing = super()._get_missing(transition)
        step = transition.sudo()
        # no names of fields, so that no dialog offers to fill them in
        if step.stage_to_id.code == "archived" and self._get_open_response():
            missing["quick_response"] = self.env._("Close its quick response first.")
        asks = self.kind == "report" and self.is_serious and step.effect in ("dispatch", "take")
        if asks and not self.sudo().instruction_request_ids:
            missing["instructions"] = self.env._(
                "The facts are serious or complex: ask for instructions first (EMG-09)."
            )
        return missing

    def _deadline_vals(self, limit, start, given=None):
        """The limits of a quick response are those of the unit and the team commanded."""
        vals = super()._deadline_vals(limit, start, given=given)
        response = self._get_open_response()[-1:]
        if limit.code in RESPONSE_LIMITS and response:
            vals |= {"station_id": response.station_id.id, "user_id": response.user_id.id}
        return vals
