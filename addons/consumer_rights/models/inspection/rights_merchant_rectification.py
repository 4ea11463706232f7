from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.filing_text import clean_line
from ...tools.flag_search import search_flag
from ..deadline.rights_told_day import ToldDay
from ..merchant.rights_merchant_rectification import ANSWER_LIMIT

# the failed check after which the head of the merchant is asked in (INS-09)
INTERVIEW_AFTER = 3


class RightsMerchantRectification(models.Model):
    """What patrols and undercover visits found, put right in rounds (INS-08, INS-09).

    Each check is kept as a round. A failed one opens the next with a new limit, the third one
    proposes an interview; one that nobody answered in time is listed as a candidate.
    """

    _name = "rights.merchant.rectification"
    _inherit = ["rights.merchant.rectification", "rights.told.day"]
    _told_day = ToldDay(
        "due_on", ANSWER_LIMIT, "counted_from", [("state", "=", "open")], "is_extended"
    )

    inspection_line_id = fields.Many2one(
        "rights.inspection.line",
        "Found on a patrol",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    covert_line_id = fields.Many2one(
        "rights.covert.line",
        "Found undercover",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    counted_from = fields.Datetime("Limit counted from", readonly=True, default=fields.Datetime.now)
    is_extended = fields.Boolean("More time given", readonly=True)
    round_ids = fields.One2many(
        "rights.rectification.round", "rectification_id", "Checks", readonly=True
    )
    fail_count = fields.Integer(
        "Failed checks", compute="_compute_fail_count", store=True, aggregator=None
    )
    last_note = fields.Char("Still missing", compute="_compute_last_note")
    interview_ids = fields.One2many(
        "rights.interview", "rectification_id", "Interviews", readonly=True
    )
    is_interview_candidate = fields.Boolean(
        "For an interview", compute="_compute_is_candidate", search="_search_is_candidate"
    )

    @api.depends("round_ids.result")
    def _compute_fail_count(self):
        for row in self:
            row.fail_count = len(row.round_ids.filtered(lambda check: check.result == "fail"))

    @api.depends("round_ids.note")
    def _compute_last_note(self):
        for row in self:
            row.last_note = row.round_ids[-1:].note

    @api.depends("is_overdue", "fail_count", "state", "interview_ids")
    def _compute_is_candidate(self):
        for row in self:
            wanted = row.is_overdue or (row.state != "closed" and row.fail_count >= INTERVIEW_AFTER)
            # whether there is one is no secret, what it says is
            row.is_interview_candidate = wanted and not row.sudo().interview_ids

    def _search_is_candidate(self, operator, value):
        wanted = Domain("is_overdue", "=", True) | (
            Domain("state", "!=", "closed") & Domain("fail_count", ">=", INTERVIEW_AFTER)
        )
        asked = self.env["rights.interview"].sudo().search([("rectification_id", "!=", False)])
        wanted &= Domain("id", "not in", asked.rectification_id.ids)
        return search_flag(wanted, operator, value)

    @api.model
    def _open_for_finding(self, merchant, finding, origin):
        """The rectification of one finding, with its limit from now on (INS-08).

        :param origin: {the field of the line that says what was found: its id}
        """
        now = fields.Datetime.now()
        return self.create(
            {
                "merchant_id": merchant.id,
                "finding": finding,
                "counted_from": now,
                "due_on": self._reckon_told_day(now),
                **origin,
            }
        )

    # -- the check of the station -----------------------------------------------------------------

    def action_close(self):
        result = super().action_close()
        self._note_round("pass")
        return result

    def action_ask_send_back(self):
        """Asks what is still missing, for the merchant to read."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Not enough, send back"),
            "res_model": "rights.rectification.fail",
            "view_mode": "form",
            "target": "new",
            "context": {"default_rectification_id": self.id},
        }

    def action_send_back(self, note=""):
        self.check_access("write")
        if self.filtered(lambda row: row.state != "answered"):
            raise UserError(self.env._("The merchant has not answered yet."))
        self._note_round("fail", clean_line(note)[:500])
        result = super().action_send_back()
        # the state is closed to clients; the right to write was checked
        self.sudo().write({"counted_from": fields.Datetime.now(), "is_extended": False})
        for row in self.filtered(lambda one: one.fail_count >= INTERVIEW_AFTER):
            self.env["rights.interview"]._propose_for(row)
        return result

    def _note_round(self, result, note=""):
        self.env["rights.rectification.round"]._append(
            [
                {
                    "rectification_id": row.id,
                    "round_no": len(row.round_ids) + 1,
                    "due_on": row.due_on,
                    "answer": row.answer,
                    "answered_at": row.answered_at,
                    "result": result,
                    "note": note or False,
                    "checked_by_id": self.env.uid,
                }
                for row in self
            ]
        )

    # -- more time --------------------------------------------------------------------------------

    def action_extend(self):
        """Once, by what the limit allows (TL-35)."""
        self.check_access("write")
        policies = self.env["rights.deadline.policy"]
        for row in self:
            if row.state != "open" or row.is_extended:
                raise UserError(
                    self.env._("More time is given once, while the merchant has not answered.")
                )
            due_on = policies._extended_day(ANSWER_LIMIT, row.counted_from)
            row.sudo().write({"due_on": due_on, "is_extended": True})  # checked above
        return True
