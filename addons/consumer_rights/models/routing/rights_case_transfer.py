from types import SimpleNamespace

from odoo import api, fields, models
from odoo.exceptions import UserError

TOLD_WAYS = [
    ("phone", "Phone"),
    ("sms", "Text message"),
    ("email", "E-mail"),
    ("visit", "Visit"),
]


class RightsCaseTransfer(models.Model):
    """A matter sent on to another authority, with who took it over and how the person was told.

    Either the whole case is transferred by agreement (TRI-09), or a matter that was not accepted
    is handed to the competent authority besides, by agreement or through the consumer council
    (ACC-12). Written by the methods below only.
    """

    _name = "rights.case.transfer"
    _inherit = ["rights.case.part"]
    _description = "Transfer to another authority"
    _order = "case_id, id"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    cycle_no = fields.Integer("Cycle", required=True)
    body_id = fields.Many2one(
        "rights.partner.body", "Authority", required=True, ondelete="restrict"
    )
    council_id = fields.Many2one(
        "rights.partner.body", "Forwarded by", ondelete="restrict", help="The consumer council."
    )
    explanation = fields.Text(required=True)
    receipt = fields.Char(
        "Taken over by", required=True, help="Person or number of the other side."
    )
    told_way = fields.Selection(TOLD_WAYS, "Person told by")
    sent_at = fields.Datetime("Sent", required=True, default=fields.Datetime.now)
    sent_by_id = fields.Many2one(
        "res.users", "By", required=True, default=lambda self: self.env.uid, ondelete="restrict"
    )

    def _make_record(self):
        """The written record of both sides; the other one is no user of ours (DOC-08)."""
        row = self.sudo().with_context(lang=self.case_id._paper_language())
        sides = SimpleNamespace(
            station_from_id=row.case_id.station_id,
            station_to_id=row.council_id or row.body_id,
            sent_by_id=row.sent_by_id,
            sent_at=row.sent_at,
            received_by_id=SimpleNamespace(name=row.receipt),
            received_at=row.sent_at,
            requirement=row.explanation,
            due_date=False,
        )
        self.case_id._make_handover_record(sides, row.explanation)

    def _log_told(self):
        """What the person was told stands among the contacts of the case."""
        for transfer in self.filtered("told_way"):
            body = transfer.body_id
            self.env["rights.contact.log"].sudo().create(
                {
                    "case_id": transfer.case_id.id,
                    "user_id": self.env.uid,
                    "whom": "person",
                    "way": transfer.told_way,
                    "reached": True,
                    "note": self.env._(
                        "Told that %(body)s has the matter now: %(phone)s %(address)s",
                        body=body.name,
                        phone=body.phone,
                        address=body.address or "",
                    ).strip(),
                }
            )


class RightsCase(models.Model):
    """Handing a matter to another authority: by agreement, and the person is told (TRI-09)."""

    _inherit = "rights.case"

    transfer_ids = fields.One2many("rights.case.transfer", "case_id", "Transfers", copy=False)
    transfer_receipt = fields.Char(
        "Taken over by", copy=False, help="Person or number of the other authority."
    )
    transfer_told_way = fields.Selection(
        TOLD_WAYS,
        "Person told by",
        copy=False,
        help="The person is told which authority has the matter, with its telephone.",
    )
    may_send_on = fields.Boolean(compute="_compute_may_send_on")

    @api.depends("stage_id", "competent_body_id", "transfer_ids", "cycle_no")
    def _compute_may_send_on(self):
        for case in self:
            case.may_send_on = (
                case.stage_code == "rejected"
                and bool(case.competent_body_id)
                and case.cycle_no not in case.transfer_ids.mapped("cycle_no")
            )

    # -- the whole case (TRI-09) ---------------------------------------------------------------

    def _check_transfer(self, transition):
        missing = super()._check_transfer(transition)
        body = self.competent_body_id
        if body and not missing and not body._agrees_to_transfers():
            missing["competent_body_id"] = self._sentence_no_agreement(body)
        if not self.transfer_receipt:
            missing["transfer_receipt"] = self.env._(
                "Enter who of the other authority took the matter over."
            )
        if not self.transfer_told_way and not self.is_anonymous:
            missing["transfer_told_way"] = self._sentence_told()
        return missing

    def _sentence_no_agreement(self, body):
        return self.env._(
            "There is no agreement with %(body)s on transfers. Show the person the way there"
            " instead: do not accept, with its telephone and address.",
            body=body.name,
        )

    def _sentence_told(self):
        return self.env._("Enter how the person was told whom to contact.")

    def _deadline_moved(self, step):
        result = super()._deadline_moved(step)
        if step.effect == "transfer":
            for case in self:
                case._record_transfer(
                    case.result_text, case.transfer_receipt, case.transfer_told_way
                )
        return result

    def _record_transfer(self, explanation, receipt, told_way, council=None):
        transfer = (
            self.env["rights.case.transfer"]
            .sudo()  # every caller checked who acts
            .create(
                {
                    "case_id": self.id,
                    "cycle_no": self.cycle_no,
                    "body_id": self.competent_body_id.id,
                    "council_id": council and council.id,
                    "explanation": explanation,
                    "receipt": receipt,
                    "told_way": told_way,
                }
            )
            .sudo(self.env.su)
        )
        transfer._log_told()
        transfer._make_record()
        return transfer

    # -- a matter that was not accepted (ACC-12) -----------------------------------------------

    def _send_on(self, explanation, receipt, told_way, council=None):
        """Hand a matter that was not accepted to the authority that the decision names.

        :param council: the consumer council that forwards it; without one an agreement is needed
        """
        self.ensure_one()
        self.check_access("write")
        self._lock()
        self.invalidate_recordset(["transfer_ids", "stage_id"])
        if not self.may_send_on:
            raise UserError(
                self.env._(
                    "Only a matter that was not accepted because another authority is competent is"
                    " sent on, and once."
                )
            )
        if not (explanation or "").strip():
            raise UserError(self.env._("Write what is explained to the person and the authority."))
        if not council and not self.competent_body_id._agrees_to_transfers():
            raise UserError(self._sentence_no_agreement(self.competent_body_id))
        if not told_way:
            raise UserError(self._sentence_told())
        self._record_transfer(explanation.strip(), receipt, told_way, council)
        body = self.sudo().competent_body_id.name
        self._append_events(
            [{"type": "progress", "basis": self.env._("Sent on to %(body)s", body=body)}]
        )
        return True
