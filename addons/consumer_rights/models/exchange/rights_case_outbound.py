from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.china_time import china_date
from .rights_outbound_item import ITEM_KINDS


class RightsCaseTransition(models.Model):
    _inherit = "rights.case.transition"

    outbound_kind = fields.Selection(
        ITEM_KINDS,
        "Goes back as",
        help="For matters of a channel with a way back: what the sender is told of this step.",
    )


class RightsCase(models.Model):
    """Matters that came from another platform: its date governs, and each step that concerns it
    goes back (INT-20, LIM-11)."""

    _inherit = "rights.case"

    has_way_back = fields.Boolean(related="channel_id.has_way_back")
    source_deadline = fields.Date("Reply to the source by", copy=False)
    source_clock_id = fields.Many2one(
        "rights.deadline", "Clock of the source", readonly=True, copy=False, ondelete="restrict"
    )
    outbound_item_ids = fields.One2many(
        "rights.outbound.item", "case_id", "Returns to the source", readonly=True
    )

    @api.model
    def _get_todo_pages(self):
        """Dispatchers export what is due and correct what the sender rejected (INT-20)."""
        pages = super()._get_todo_pages()
        if self.env.user.has_group("consumer_rights.consumer_rights_group_dispatcher"):
            items = self.env["rights.outbound.item"]
            waiting = items.search_count([("state", "in", ("due", "rejected"))])
            pages.append(("consumer_rights.rights_outbound_item_action", waiting))
        return pages

    # -- the source's clock (TL-19) -----------------------------------------------------------

    def _check_create_vals(self, vals):
        self._check_source_clock(vals)
        return super()._check_create_vals(vals)

    def _check_write_vals(self, vals):
        self._check_source_clock(vals)
        return super()._check_write_vals(vals)

    def _check_source_clock(self, vals):
        if "source_clock_id" in vals:
            raise AccessError(self.env._("The clock of the source is started by the system."))

    def write(self, vals):
        result = super().write(vals)
        if vals.get("source_deadline"):
            self.filtered(lambda case: case.registered_at and not case.is_closed)._start_source()
        return result

    def _start_source(self):
        """The sender's date is an instruction of a superior: it replaces promises (LIM-11)."""
        for case in self.sudo():  # the clockwork, for whoever enters the date
            if not (case.has_way_back and case.source_deadline):
                continue
            before = case.source_clock_id
            clock = case._make_source_clock()
            if before and not before.stopped_at:
                outcome = {before.id: "replaced"}
                before._stop(outcome, fields.Datetime.now(), replaced_by=clock.id)
            case._gate_write({"source_clock_id": clock.id})
            case.outbound_item_ids.filtered(
                lambda item: item.state == "due"
            ).due_day = case.source_deadline
            case._deadline_refresh()

    def _make_source_clock(self):
        if self.source_deadline < china_date():  # entered late: missed from its beginning
            return self._deadline_given(
                "instruction_registered", self.source_deadline, self.received_at
            ).sudo()
        instruction = self.env["rights.deadline.instruction"].create(
            {
                "case_id": self.id,
                "given_by": "source",
                "source": self.channel_id.name,
                "text": self.env._("Reply to the source, and have it confirmed."),
                "document": self.external_number,
                "due_day": self.source_deadline,
            }
        )
        return instruction.deadline_id.sudo()

    def _deadline_outcome(self, row, event_ids):
        """A result of our own does not end the source's clock: its confirmation does."""
        outcome = super()._deadline_outcome(row, event_ids)
        if outcome == "met" and row["id"] == self.source_clock_id.id:
            return None
        return outcome

    def _source_satisfied(self):
        """The sender confirmed the last word."""
        for case in self.sudo():  # the clockwork, for who read the answer
            clock = case.source_clock_id
            if clock and not clock.stopped_at:
                clock._stop({clock.id: "met"}, fields.Datetime.now())
                case._deadline_refresh()

    # -- what goes back -------------------------------------------------------------------------

    def _run_reactions(self, transition):
        step = transition.sudo()
        if step.effect in ("register", "register_incomplete"):
            self.filtered(lambda case: not case.source_clock_id)._start_source()
        if step.outbound_kind:
            self._queue_outbound(step.outbound_kind)
        return super()._run_reactions(transition)

    def _queue_outbound(self, kind):
        """Enter what must go back; only for channels with a way back."""
        vals_list = []
        for case in self.sudo():  # the items follow from the step that was allowed
            if case.has_way_back and not case.is_history:
                vals_list.append(
                    {
                        "case_id": case.id,
                        "channel_id": case.channel_id.id,
                        "kind": kind,
                        "is_last": kind in ("result", "withdrawal") or case._is_refusal(kind),
                        "occurred_at": fields.Datetime.now(),
                        "due_day": case.source_deadline,
                        "text": case._say_to_source(kind),
                    }
                )
        return self.env["rights.outbound.item"].sudo().create(vals_list)

    def _is_refusal(self, kind):
        return kind == "acceptance" and self.decision in ("reject", "no_longer")

    def _say_to_source(self, kind):
        """What the sender reads first, for the dispatcher to change: nothing of any person."""
        if kind == "acceptance":
            decisions = dict(self._fields["decision"]._description_selection(self.env))
            return self.reject_reason_id.name or decisions.get(self.decision)
        if self._is_secret_kind():  # of a report no more is told than its result
            return self.outcome_id.name or self.stage_id.name
        if kind in ("result", "withdrawal"):
            return self.result_text or self.outcome_id.name
        return self.stage_id.name


class RightsDeadlineExtension(models.Model):
    """A source hears of an extension (HND-04, INT-20)."""

    _inherit = "rights.deadline.extension"

    def _do_approve(self, note):
        result = super()._do_approve(note)
        self.case_id._queue_outbound("extension")
        return result
