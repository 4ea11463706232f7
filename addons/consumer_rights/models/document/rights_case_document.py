from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_date


class RightsCaseEvent(models.Model):
    _inherit = "rights.case.event"

    # append-only lines stay as they are, also when their kind is taken away
    type = fields.Selection(
        selection_add=[
            ("paper", "Document made"),
            ("paper_void", "Document void"),
            ("delivered", "Document delivered"),
        ],
        ondelete={
            "paper": lambda events: None,
            "paper_void": lambda events: None,
            "delivered": lambda events: None,
        },
    )


class RightsCaseTransition(models.Model):
    _inherit = "rights.case.transition"

    document_template_ids = fields.Many2many(
        "rights.document.template",
        "rights_case_transition_document_rel",
        string="Papers",
        help="Papers that the step makes; when one has no template in force, the step waits.",
    )


class RightsCase(models.Model):
    """The papers of a case: made by its steps, and what they hold up (ACC-10, DAT-05, REG-09)."""

    _inherit = "rights.case"

    document_ids = fields.One2many("rights.document", "case_id", "Papers", copy=False)
    document_count = fields.Integer(compute="_compute_document_count")
    told_now = fields.Boolean(
        "Told on the phone",
        compute="_compute_told_now",
        store=False,
        readonly=False,
        help="The person hears of it in this call, which is logged as the delivery of the paper.",
    )
    waiting_paper_count = fields.Integer(compute="_compute_waiting_paper_count")

    @api.depends("document_ids.state")
    def _compute_document_count(self):
        counts = dict(
            self.env["rights.document"]._read_group(
                [("case_id", "in", self.ids), ("state", "!=", "void")], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.document_count = counts.get(case, 0)

    @api.depends("document_ids.delivered_at", "document_ids.state", "cycle_no")
    def _compute_waiting_paper_count(self):
        for case in self:
            case.waiting_paper_count = len(case._get_holding_documents())

    def action_deliver_waiting(self):
        """Straight to the delivery of the paper that the case waits for."""
        self.ensure_one()
        waiting = self._get_holding_documents()[:1].with_env(self.env)
        if not waiting:
            raise UserError(self.env._("No paper of this case waits for its delivery."))
        waiting.check_access("read")
        if waiting.state == "to_approve":
            return waiting._get_form_action()
        return waiting.action_deliver()

    @api.model
    def _get_todo_pages(self):
        """Whoever may approve papers sees how many wait for it (ACC-11), and everybody which papers
        could not be made, for the people they go to wait (design D8)."""
        pages = super()._get_todo_pages()
        documents = self.env["rights.document"]
        if documents.has_access("read"):
            waiting = documents.search_count([("may_approve", "=", True)])
            failed = documents.search_count(
                [("state", "=", "to_render"), ("render_error", "!=", False)]
            )
            pages += [
                ("consumer_rights.rights_document_action_to_approve", waiting),
                ("consumer_rights.rights_document_action_failed", failed),
            ]
        return pages

    # -- made by the steps ----------------------------------------------------------------------

    def _move(self, transition, expected_stage, basis=None):
        """Papers belong to the step: no step without its papers, no papers without the step."""
        stations = {case: case._get_paper_station() for case in self}
        result = super()._move(transition, expected_stage, basis=basis)
        step = transition.sudo()
        wanted = [
            (case, template, station)
            for case, station in stations.items()
            for template in step.document_template_ids
            if template._fits(case.sudo())
        ]
        if wanted:
            papers = self.env["rights.document"]._make(wanted, step=step, basis=basis)
            for paper in papers:
                if way := paper.case_id._get_told_way(step):
                    note = paper.sudo().case_id.reply_text if step.effect == "reply" else step.name
                    paper._tell(way, self.env._("Told with the step: %(words)s", words=note))
        return result

    # -- told with the step ---------------------------------------------------------------------

    @api.depends("channel_id", "registered_by_id", "received_at")
    @api.depends_context("uid")
    def _compute_told_now(self):
        today = china_date()
        for case in self:
            case.told_now = (
                case.channel_id.is_live
                and bool(case.channel_id.hotline)
                and case.registered_by_id == self.env.user
                and bool(case.received_at)
                and china_date(case.received_at) == today
            )

    def _get_told_way(self, step):
        """How the person hears of what this step decides, in the step itself; None for later."""
        if step.effect == "reply":
            return self.reply_way if self.reply_way in ("phone", "sms", "email", "portal") else None
        told = self.env.context.get("rights_told_now")
        return "phone" if (self.told_now if told is None else told) else None

    def _get_asked_fields(self, transition):
        names = super()._get_asked_fields(transition)
        tells = transition.document_template_ids.filtered(
            lambda template: template.needs_delivery and template.is_issued_at_once
        )
        if names and tells and transition.effect != "reply":
            names.append("told_now")
        return names

    def action_move(self, transition_id, expected_stage_id, values=None):
        values = dict(values or {})
        cases = self.with_context(rights_told_now=values.pop("told_now", None))
        return super(RightsCase, cases).action_move(transition_id, expected_stage_id, values)

    def bulk_move(self, code, stages, values=None):
        """Nobody is told on the phone of many cases at once."""
        return super().bulk_move(code, stages, {**(values or {}), "told_now": False})

    def _get_paper_station(self):
        """The unit that issues a paper: that of whoever acts, when it has or had the case.

        So the reception studio's reply is its own, whoever handled the matter (RPL-02).
        """
        case, own = self.sudo(), self.env.user.rights_station_ids
        if case.station_id in own:
            return case.station_id
        return (case.handled_station_ids & own)[:1] or case.station_id

    def _get_missing(self, transition):
        missing = super()._get_missing(transition)
        # no names of fields, so that no dialog offers to fill them in
        templates = transition.sudo().with_context(active_test=False).document_template_ids
        if closed := templates.filtered(lambda template: not template.active):
            missing["paper_templates"] = self.env._(
                "The template of a paper is missing: %(titles)s. Ask the business administrator.",
                titles=", ".join(closed.mapped("title")),
            )
        if waiting := self._get_holding_documents():
            missing["papers"] = self.env._(
                "Not delivered yet: %(papers)s. The case moves on once delivery is logged.",
                papers=", ".join(waiting.mapped("display_name")),
            )
        return missing

    def _get_holding_documents(self):
        """Papers of this cycle that must be delivered before the case moves on (ACC-10)."""
        return self.sudo().document_ids.filtered(
            lambda document: (
                document.holds_case
                and document.needs_delivery
                and document.cycle_no == self.cycle_no
                and not document.delivered_at
                and document.state != "void"
            )
        )

    @api.model
    def _paper_due_date(self, days):
        """The day named in a paper: so many working days from today (LIM-02)."""
        table = self.env["rights.calendar.day"]._day_table()
        return (
            date.fromordinal(table.after(china_date().toordinal(), days)) if days else china_date()
        )

    # -- made by hand ---------------------------------------------------------------------------

    def _get_possible_templates(self):
        """Templates that can be made by hand at the present stage of this case.

        What a step makes is made by hand only where it is missing, because it was void or came
        before the papers.
        """
        self.ensure_one()
        case = self.sudo()  # the question is about templates; whether the user may, is asked apart
        templates = self.env["rights.document.template"].search([])
        made = case.document_ids.filtered(
            lambda document: document.state != "void" and document.cycle_no == case.cycle_no
        ).template_id
        missing = case._get_made_steps().document_template_ids - made
        return templates.filtered(
            lambda template: (
                template._fits(case)
                and (
                    case.stage_id in template.sudo().stage_ids
                    or template in missing
                    or not (template.sudo().stage_ids or template.sudo().transition_ids)
                )
            )
        )

    def _get_made_steps(self):
        """Transitions that were made in the present cycle."""
        return self.event_ids.filtered(
            lambda event: event.type == "moved" and event.cycle_no == self.cycle_no
        ).transition_id

    def _make_paper(self, template, basis=None):
        """A paper that somebody asks for, outside of a step.

        :param basis: what it is about, such as the list of missing material
        """
        self.ensure_one()
        self.check_access("write")
        if template not in self._get_possible_templates():
            raise UserError(
                self.env._(
                    "“%(title)s” is not made for this matter at this stage.", title=template.title
                )
            )
        self._check_once(template)
        station = self._get_paper_station()
        return self.env["rights.document"]._make([(self, template, station)], basis=basis)

    def _check_once(self, template):
        """Everything asked for stands in one notice (REG-06, REG-07).

        A supervisor's exception, with its reason, is good for one more.
        """
        earlier = self.sudo().document_ids.filtered(
            lambda document: (
                document.template_id == template
                and document.cycle_no == self.cycle_no
                and document.state != "void"
            )
        )
        if template.is_once and len(earlier) > self._count_exceptions("second_notice"):
            raise UserError(
                self.env._(
                    "%(paper)s was made already. Everything belongs in one notice; a supervisor "
                    "may allow another one with a reason, which is recorded as a breach of the "
                    "service promise.",
                    paper=earlier[0].display_name,
                )
            )

    def action_make_paper(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Make a paper"),
            "res_model": "rights.document.make",
            "view_mode": "form",
            "target": "new",
            "context": {"default_case_id": self.id},
        }
