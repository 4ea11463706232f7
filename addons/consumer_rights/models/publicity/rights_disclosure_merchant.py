from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import plaintext2html

from ...tools.china_time import china_date
from ...tools.filing_text import clean_text
from ..deadline.rights_told_day import ToldDay

OBJECTION_LIMIT = "DIS-09"
# while a version is a draft; afterwards the answer to the objection
DRAFT_FIELDS = frozenset(("merchant_id", "disclosure_id", "sequence"))
ANSWER_FIELDS = frozenset(("verdict", "answer", "objection"))


class RightsDisclosureMerchant(models.Model):
    """A merchant that a version names, with its figures, and what it says to that (DIS-01, DIS-09).

    It sees the approved version on its portal and may object until a day. Nothing goes public
    before it agreed, that day is over, or its objection was answered.
    """

    _name = "rights.disclosure.merchant"
    _inherit = ["rights.told.day"]
    _description = "Merchant named in a disclosure"
    _order = "sequence, id"
    _rec_name = "merchant_id"
    _told_day = ToldDay(
        "due_on",
        OBJECTION_LIMIT,
        "shown_at",
        [("state", "=", "approved"), ("agreed_at", "=", False), ("objected_at", "=", False)],
    )

    disclosure_id = fields.Many2one(
        "rights.disclosure", required=True, index=True, ondelete="cascade"
    )
    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="restrict")
    sequence = fields.Integer(default=10)
    state = fields.Selection(related="disclosure_id.state", string="State of the version")
    # the figures as counted when they were drawn up
    complaint_count = fields.Integer("Complaints", readonly=True)
    concluded_count = fields.Integer("Concluded", readonly=True)
    settled_count = fields.Integer("Complaints settled", readonly=True)
    area_sqm = fields.Float("Business area (m²)", digits=(12, 2), readonly=True)
    peer_count = fields.Integer(
        "Peers", readonly=True, help="Merchants of its type with complaints."
    )
    peer_median = fields.Float("Median of complaints of the peers", digits=(12, 1), readonly=True)
    peer_rate = fields.Float("Median settlement rate of the peers", digits=(12, 4), readonly=True)
    # what the merchant says
    shown_at = fields.Datetime("Shown to the merchant", readonly=True, copy=False)
    due_on = fields.Date("Objection until", readonly=True, copy=False)
    is_mailed = fields.Boolean("By mail", readonly=True, copy=False)
    agreed_at = fields.Datetime("Has no objection", readonly=True, copy=False)
    objection = fields.Text("Objection of the merchant", copy=False)
    objected_at = fields.Datetime("Objected at", readonly=True, copy=False)
    objected_by_id = fields.Many2one(
        "res.users", "Objection entered by", readonly=True, copy=False, ondelete="restrict"
    )
    verdict = fields.Selection(
        [("upheld", "Upheld: the version is changed"), ("rejected", "Not upheld")], copy=False
    )
    answer = fields.Text("Answer to the merchant", copy=False)
    answered_at = fields.Datetime("Objection answered at", readonly=True, copy=False)
    is_open = fields.Boolean("Waits for the merchant", compute="_compute_is_open")
    may_answer = fields.Boolean("Is to be answered", compute="_compute_is_open")

    _once = models.UniqueIndex("(disclosure_id, merchant_id)", "This merchant is named already.")

    @api.depends("shown_at", "agreed_at", "objected_at", "due_on", "answered_at", "state")
    def _compute_is_open(self):
        today = china_date()
        for row in self:
            waits = row.state == "approved" and not (row.agreed_at or row.objected_at)
            row.is_open = bool(waits and row.due_on and row.due_on >= today)
            row.may_answer = bool(
                row.state == "approved" and row.objected_at and not row.answered_at
            )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(
            self._fields[name].readonly for vals in vals_list for name in vals
        ):
            raise AccessError(self.env._("Figures are counted, not typed."))
        rows = super().create(vals_list)
        rows._check_row(DRAFT_FIELDS)
        return rows

    def write(self, vals):
        if not self.env.su:
            if any(self._fields[name].readonly for name in vals):
                raise AccessError(self.env._("Figures are counted, not typed."))
            self._check_row(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_with_draft(self):
        self._check_row(DRAFT_FIELDS)

    def _check_row(self, names):
        if self.env.su:
            return
        for row in self:
            allowed = {"draft": DRAFT_FIELDS, "approved": ANSWER_FIELDS}.get(row.state, frozenset())
            closed = row.answered_at or (row.objected_at and "objection" in names)
            if set(names) - allowed or (row.state == "approved" and closed):
                raise UserError(
                    self.env._(
                        "Merchants are named in the draft; what they say is answered before it is "
                        "published."
                    )
                )

    def _get_content(self):
        return [
            self.merchant_id.id,
            self.merchant_id.name,
            *(self[name] for name in ("complaint_count", "concluded_count", "settled_count")),
            *(self[name] for name in ("area_sqm", "peer_count", "peer_median", "peer_rate")),
        ]

    # -- to the merchant and back, in superuser mode ----------------------------------------------

    def _show(self):
        """Show the approved version to those it names; their time begins."""
        now = fields.Datetime.now()
        due_on = self.env["rights.deadline.policy"]._due_day(OBJECTION_LIMIT, now)
        self.write(
            {
                "shown_at": now,
                "due_on": due_on,
                "agreed_at": False,
                "objection": False,
                "objected_at": False,
                "objected_by_id": False,
                "verdict": False,
                "answer": False,
                "answered_at": False,
            }
        )
        self._mail_shown()

    def _mail_shown(self):
        addresses = self.merchant_id._get_people_addresses()
        spoken = self.with_context(lang="zh_CN")
        mails = []
        for row in spoken.filtered(lambda one: addresses.get(one.merchant_id)):
            body = row.env._(
                "%(unit)s is going to publish something that names your business. Read it on the "
                "portal and say by %(day)s whether you object.",
                unit=row.disclosure_id.station_id.name,
                day=row.due_on,
            )
            mails.append(
                {
                    "email_to": ",".join(addresses[row.merchant_id]),
                    "subject": row.env._("A publication waits for your view"),
                    "body_html": plaintext2html(body),
                }
            )
            row.is_mailed = True
        self.env["mail.mail"].create(mails)

    def _reply(self, objection, objects):
        """What the merchant says on its portal, once, until its day is over."""
        self.ensure_one()
        if not self.is_open:
            raise UserError(self.env._("This cannot be answered any more."))
        now = fields.Datetime.now()
        if not objects:
            self.agreed_at = now
            return
        text = clean_text(objection)[:2000]
        if not text:
            raise UserError(self.env._("Say what is wrong, and what is right instead."))
        self.write({"objection": text, "objected_at": now, "objected_by_id": self.env.uid})
        self.disclosure_id._trace("objected", text)

    # -- the editor -------------------------------------------------------------------------------

    def action_note_objection(self):
        """An objection that came by letter or phone counts like one from the portal."""
        self.check_access("write")
        for row in self:
            if row.state != "approved" or row.objected_at or not (row.objection or "").strip():
                raise UserError(self.env._("Enter the objection of the merchant first."))
            row_sudo = row.sudo()  # checked above
            row_sudo.write({"objected_at": fields.Datetime.now(), "objected_by_id": self.env.uid})
            row.disclosure_id._trace("objected", row.objection)
        return True

    def action_answer(self):
        """Tell the merchant whether the version is changed, and why."""
        self.check_access("write")
        for row in self:
            if not row.may_answer:
                raise UserError(self.env._("There is no objection to answer."))
            if not row.verdict or not (row.answer or "").strip():
                raise UserError(self.env._("Decide about the objection and write the answer."))
            row_sudo = row.sudo()  # checked above
            row_sudo.answered_at = fields.Datetime.now()
            row.disclosure_id._trace("answered", row.answer)
        return True

    def _check_heard(self):
        """Whoever is named was heard first; silence counts after the last day only."""
        today = china_date()
        for row in self:
            if row.objected_at and not row.answered_at:
                raise UserError(
                    self.env._(
                        "Answer the objection of %(merchant)s first.",
                        merchant=row.merchant_id.name,
                    )
                )
            if row.verdict == "upheld":
                raise UserError(
                    self.env._(
                        "The objection of %(merchant)s was upheld. Change the version and submit "
                        "it again.",
                        merchant=row.merchant_id.name,
                    )
                )
            is_over = row.due_on and row.due_on < today
            if not (row.agreed_at or row.answered_at or is_over):
                raise UserError(
                    self.env._(
                        "%(merchant)s may object until %(day)s.",
                        merchant=row.merchant_id.name,
                        day=row.due_on or "–",
                    )
                )
