from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .rights_quality_bulletin import HEAD, OFFICER

LIMIT = "TL-70"
UNIT_ROLES = ("station", "dispatcher", "division_head")


class RightsQualityDeduction(models.Model):
    """The unit objects to a deduction of the reviewed draft; somebody else decides (QUA-11)."""

    _inherit = "rights.quality.deduction"

    contest_text = fields.Text("Objection of the unit", readonly=True)
    contested_at = fields.Datetime("Contested on", readonly=True)
    contested_by_id = fields.Many2one(
        "res.users", "Contested by", readonly=True, ondelete="restrict"
    )
    objection_answer = fields.Text("Answer to the objection", readonly=True)
    objection_decided_at = fields.Datetime("Objection decided on", readonly=True)
    objection_decided_by_id = fields.Many2one(
        "res.users", "Objection decided by", readonly=True, ondelete="restrict"
    )
    may_contest = fields.Boolean(compute="_compute_may_contest")
    may_decide = fields.Boolean(compute="_compute_may_contest")

    @api.depends("state", "due_at", "station_id", "bulletin_id.state")
    @api.depends_context("uid")
    def _compute_may_contest(self):
        for deduction in self:
            deduction.may_contest = deduction._get_contest_refusal() is None
            deduction.may_decide = (
                deduction.state == "contested" and deduction._get_decide_refusal() is None
            )

    def _has_limit(self, limit):
        return limit.code == LIMIT or super()._has_limit(limit)

    def _get_running(self, code):
        """Clocks of a limit that run and are not over."""
        now = fields.Datetime.now()
        return self.sudo().clock_ids.filtered(
            lambda clock: clock.code == code and not clock.stopped_at and clock.due_at > now
        )

    def _show_to_unit(self):
        """The reviewed draft is shown: from now on the unit may object."""
        self.filtered(lambda deduction: deduction.state == "confirmed")._clock_event("draft_shown")

    @api.model
    def _get_waiting_domain(self):
        """What the user's unit may object to now, or has to correct."""
        units = self.env.user.rights_station_ids.ids
        objecting = (
            Domain("state", "=", "confirmed")
            & Domain("bulletin_id.state", "=", "reviewed")
            & Domain("contested_at", "=", False)
            & Domain("due_at", ">", fields.Datetime.now())
        )
        return Domain("station_id", "in", units) & (
            objecting | Domain("rectification", "=", "open")
        )

    # -- objecting ---------------------------------------------------------------------------------

    def _is_of_unit(self):
        """Whether the current user speaks for the unit that loses the points."""
        user = self.env.user
        return self.station_id in user.rights_station_ids and any(
            user.has_group(f"consumer_rights.consumer_rights_group_{role}") for role in UNIT_ROLES
        )

    def _get_contest_refusal(self):
        """Why the current user may not object; None when allowed."""
        if not self._is_of_unit():
            return self.env._("The unit that loses the points objects.")
        if self.state != "confirmed" or self.contested_at or not self._get_running(LIMIT):
            return self.env._("The time for an objection is over, or it was made already.")
        return None

    def _contest(self, text):
        """The unit's objection with its grounds; it ends the time for it."""
        self.ensure_one()
        self.check_access("read")
        if refusal := self._get_contest_refusal():
            raise UserError(refusal)
        deduction = self.sudo()  # the unit was checked; these values only
        deduction.write(
            {
                "state": "contested",
                "contest_text": text,
                "contested_at": fields.Datetime.now(),
                "contested_by_id": self.env.uid,
            }
        )
        deduction._clock_event("objection_filed")

    # -- deciding ----------------------------------------------------------------------------------

    def _get_decide_refusal(self):
        """Why the current user may not decide the objection; None when allowed."""
        user = self.env.user
        if not (user.has_group(OFFICER) or user.has_group(HEAD)) or (
            self.bulletin_id.sudo().station_id not in user.rights_station_ids
        ):
            return self.env._("A quality officer or the division head decides objections.")
        if user in (self.confirmed_by_id | self.entered_by_id | self.contested_by_id):
            return self.env._("Somebody else decides: not who deducted it, nor who objected.")
        return None

    def _decide_objection(self, is_right, answer):
        self.ensure_one()
        self.check_access("read")
        if refusal := self._get_decide_refusal():
            raise AccessError(refusal)
        if self.state != "contested":
            raise UserError(self.env._("There is no open objection. Open it again and look."))
        deduction_sudo = self.sudo()  # the decider was checked
        deduction_sudo.write(
            {
                "state": "revoked" if is_right else "confirmed",
                "objection_answer": answer,
                "objection_decided_at": fields.Datetime.now(),
                "objection_decided_by_id": self.env.uid,
            }
        )
        deduction_sudo.bulletin_id._count_scores()

    def _check_objections_over(self):
        """Nothing is published while a unit may still object, or waits for its answer."""
        open_ones = self.filtered(lambda deduction: deduction.state == "contested")
        if open_ones:
            raise UserError(
                self.env._("%(count)s objections are not decided.", count=len(open_ones))
            )
        running = self._get_running(LIMIT)
        if running:
            raise UserError(
                self.env._(
                    "Units may object until %(until)s. Publish afterwards.",
                    until=max(running, key=lambda clock: clock.due_at).due_text,
                )
            )

    # -- windows -----------------------------------------------------------------------------------

    def action_ask_contest(self):
        return self._ask("contest", self.env._("Objection"))

    def action_ask_revoke(self):
        return self._ask("revoke", self.env._("Objection is right"))

    def action_ask_uphold(self):
        return self._ask("uphold", self.env._("Deduction stays"))

    def _ask(self, act, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "rights.quality.word",
            "view_mode": "form",
            "target": "new",
            "context": {"default_deduction_id": self.id, "default_act": act},
        }


class RightsQualityWord(models.TransientModel):
    """The words that go with an act on a deduction: an objection, its answer, what was mended."""

    _name = "rights.quality.word"
    _description = "Words on a deduction"

    deduction_id = fields.Many2one(
        "rights.quality.deduction", required=True, readonly=True, ondelete="cascade"
    )
    act = fields.Selection(
        [
            ("contest", "Object to it"),
            ("revoke", "The objection is right"),
            ("uphold", "The deduction stays"),
            ("correct", "It is corrected"),
            ("refuse", "It is not corrected"),
        ],
        required=True,
        readonly=True,
    )
    text = fields.Text("Your grounds", required=True, help="Name no person and no phone.")

    def action_save(self):
        self.ensure_one()
        if not self.text.strip():
            raise UserError(self.env._("Write your grounds."))
        deduction = self.deduction_id
        acts = {
            "contest": deduction._contest,
            "revoke": lambda text: deduction._decide_objection(True, text),
            "uphold": lambda text: deduction._decide_objection(False, text),
            "correct": deduction._report_correction,
            "refuse": deduction._refuse_correction,
        }
        acts[self.act](self.text)
        return {"type": "ir.actions.act_window_close"}
