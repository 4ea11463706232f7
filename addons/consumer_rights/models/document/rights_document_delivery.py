from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.mimetypes import guess_mimetype

from ...tools import masking
from .rights_document_template import TO_RESPONDENT
from .rights_dossier import SUPPLEMENT_TYPES

# What a way must record, and when the paper counts as delivered (ACC-10):
#   portal          the moment it is put there
#   phone           the moment of the call, with a note of what was said
#   sms, email      the moment the other side's system took it
#   letter          the day on the receipt
#   in_person       the moment of the signature
#   refused         the moment it was left there, before a witness
#   public_notice   so many days after it was published
WAYS = [
    ("portal", "Portal"),
    ("phone", "Phone"),
    ("sms", "Text message"),
    ("email", "E-mail"),
    ("letter", "Letter"),
    ("in_person", "In person"),
    ("refused", "Refused, left before a witness"),
    ("public_notice", "Public notice"),
]
QUEUED = ("sms", "email")
NEEDED = {
    "phone": ("note",),
    "letter": ("tracking_number",),
    "refused": ("witness", "note"),
    "public_notice": ("note",),
}
PERSON_ROLES = ("complainant", "reporter", "inquirer")
ADDRESSEES = [("complainant", "The person"), ("respondent", "The respondent")]
ACCESS_ROLES = {"complainant": ("consumer", "joint", "proxy"), "respondent": ("merchant",)}


class RightsDocumentDelivery(models.Model):
    """One way of one paper to whoever it is for, with its proof (ACC-10).

    who                            may
    reader of the paper            read it
    whoever handles the paper      deliver it, and enter the receipt of a letter

    Rows are written by ``rights.document._deliver`` and what follows it, in superuser mode.
    """

    _name = "rights.document.delivery"
    _inherit = ["rights.document.part"]
    _description = "Delivery of a document"
    _order = "id desc"
    _frozen_with_archive = False

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    addressee = fields.Selection(ADDRESSEES, "Goes to", help="Of a paper for both parties.")
    way = fields.Selection(WAYS, required=True)
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "On its way"),
            ("delivered", "Delivered"),
            ("failed", "Failed"),
        ],
        required=True,
        index=True,
    )
    party_id = fields.Many2one("rights.case.party", "To", ondelete="restrict")
    target_masked = fields.Char("Address", help="Masked; the clear one stays with the identity.")
    sent_at = fields.Datetime("Sent", required=True)
    delivered_at = fields.Datetime("Delivered", help="Fixed by the way of delivery.")
    runs_until = fields.Datetime("Counts as delivered on")
    user_id = fields.Many2one("res.users", "By", required=True, ondelete="restrict")
    # what the ways record
    tracking_number = fields.Char("Registered number")
    witness = fields.Char()
    note = fields.Char("What was said or done")
    proof_ids = fields.One2many("rights.delivery.proof", "delivery_id", "Proofs")
    # the queue
    attempts = fields.Integer()
    next_try_at = fields.Datetime("Next attempt")
    error = fields.Char("What went wrong")
    provider_reference = fields.Char("Reference of the provider")

    _waiting = models.Index("(next_try_at NULLS FIRST, id) WHERE state = 'queued'")
    _running = models.Index("(runs_until) WHERE state = 'sent' AND runs_until IS NOT NULL")

    @api.depends("document_id", "way")
    def _compute_display_name(self):
        ways = dict(self._fields["way"]._description_selection(self.env))
        for delivery in self:
            delivery.display_name = f"{delivery.document_id.display_name} ({ways[delivery.way]})"

    # -- what follows ---------------------------------------------------------------------------

    def _set_delivered(self, at):
        """The paper has arrived: it says so, the record says so, and the clocks are told."""
        for delivery in self.sudo():
            if delivery.state == "delivered":
                continue
            delivery.write(
                {"state": "delivered", "delivered_at": at, "error": False, "next_try_at": False}
            )
            document = delivery.document_id
            label = dict(self._fields["way"]._description_selection(self.env))[delivery.way]
            case = document.case_id.with_env(self.env)
            case._append_events(
                [{"type": "delivered", "basis": f"{document.display_name} ({label})"}]
            )
            if document._get_waiting_addressees():
                continue  # the last delivery counts
            if document.state in ("to_render", "ready") and not document.delivered_at:
                at = max(document.delivery_ids.filtered("delivered_at").mapped("delivered_at"))
                # what was told on the phone is delivered before its file is there
                state = "delivered" if document.state == "ready" else document.state
                document.write({"state": state, "delivered_at": at})
                events = document.template_id.delivery_event_ids.mapped("code")
                case._deadline_event(events, at=at)

    def _add_proof(self, kind, name, content):
        self.ensure_one()
        return self.document_id._add_proof(kind, name, content, delivery=self)

    def _confirm_receipt(self, at, name=None, content=None):
        """The receipt of a letter came back: its day is the day of delivery."""
        self.document_id._check_handler()
        for delivery in self:
            if delivery.way != "letter" or delivery.state != "sent":
                raise UserError(self.env._("Only a letter on its way waits for its receipt."))
            if at > fields.Datetime.now() or at < delivery.sent_at.replace(hour=0, minute=0):
                raise ValidationError(
                    self.env._("The receipt is of a day between posting and today.")
                )
            if not content:
                raise UserError(self.env._("Add the scan of the receipt."))
            delivery._add_proof("receipt", name or self.env._("Receipt"), content)
            delivery._set_delivered(at)

    def _mark_returned(self, reason):
        """A letter came back: another way has to be found."""
        self.document_id._check_handler()
        for delivery in self:
            if delivery.state != "sent":
                raise UserError(self.env._("Only what is on its way can come back."))
        self.sudo().write({"state": "failed", "error": reason, "runs_until": False})

    def action_confirm_receipt(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Receipt of a letter"),
            "res_model": "rights.delivery.receipt",
            "view_mode": "form",
            "target": "new",
            "context": {"default_delivery_id": self.id},
        }

    def action_retry(self):
        """Try once more, after the cause was removed."""
        self.document_id._check_handler()
        failed = self.filtered(lambda delivery: delivery.state == "failed")
        failed.sudo().filtered(lambda delivery: delivery.way in QUEUED).write(
            {"state": "queued", "attempts": 0, "next_try_at": False}
        )
        self.env.ref("consumer_rights.cron_document_send")._trigger()
        return True


class RightsDocument(models.Model):
    """Ways to whoever a paper is for."""

    _inherit = "rights.document"

    delivery_ids = fields.One2many("rights.document.delivery", "document_id", "Deliveries")
    proof_ids = fields.One2many("rights.delivery.proof", "document_id", "Proofs")
    last_way = fields.Selection(WAYS, "Way of delivery", compute="_compute_last_way")
    is_signed = fields.Boolean("Signed", compute="_compute_is_signed")

    @api.depends("delivery_ids.way", "delivery_ids.state")
    def _compute_last_way(self):
        for document in self:
            document.last_way = document.delivery_ids[:1].way

    @api.depends("proof_ids.kind")
    def _compute_is_signed(self):
        for document in self:
            document.is_signed = "signed_form" in document.sudo().proof_ids.mapped("kind")

    # -- which ways there are -------------------------------------------------------------------

    def _get_waiting_addressees(self):
        """Sides of a paper for both parties that it has not come to yet (MED-10)."""
        self.ensure_one()
        document = self.sudo()
        if document.template_id.recipient != "both":
            return []
        reached = document.delivery_ids.filtered("delivered_at").mapped("addressee")
        return [side for side, _label in ADDRESSEES if side not in reached]

    def _has_reached(self, side):
        """Whether it was delivered to this side."""
        if self.sudo().template_id.recipient == "both":
            return side not in self._get_waiting_addressees()
        return bool(self.delivered_at)

    def _get_recipient(self, addressee=None):
        """{address fields} of whoever the paper is for; for server code only."""
        document = self.sudo()
        case = document.case_id
        if (addressee or document.template_id.recipient) == "respondent":
            return {
                "party": case.party_ids.browse(),
                "phone": case.respondent_phone,
                "email": case.respondent_id.email,
                "address": case.respondent_address,
            }
        return case._get_person_address()

    def _get_ways(self, addressee=None):
        """Ways that are open for this paper: what has no address or no setting is not offered."""
        self.ensure_one()
        recipient = self._get_recipient(addressee)
        document = self.sudo()
        roles = ACCESS_ROLES.get(addressee or document.template_id.recipient, ())
        closed = set()
        if not document.case_id._has_portal(roles):
            closed.add("portal")
        if not (recipient["email"] and self._is_mail_set_up()):
            closed.add("email")
        gateway = self.env["rights.sms.gateway"]
        if not (gateway._is_mobile(recipient["phone"]) and gateway._get_active()):
            closed.add("sms")
        return [way for way, _label in WAYS if way not in closed]

    @api.model
    def _is_mail_set_up(self):
        servers = self.env["ir.mail_server"].sudo()  # whether there is one is no secret
        return bool(servers.search_count([], limit=1))

    # -- delivering -----------------------------------------------------------------------------

    def action_deliver(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deliver"),
            "res_model": "rights.document.deliver",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_document_id": self.id,
                # the usual way to whoever called; changed with one key
                "default_way": "phone" if self.sudo().case_id.channel_id.hotline else False,
            },
        }

    def _deliver(self, way, at=None, proofs=(), addressee=None, **facts):
        """Bring a paper on its way; a draft that needs no approval is issued by that.

        :param at: the moment of the call, the signature, the posting or the publication
        :param proofs: list of (kind, file name, content)
        :param addressee: which side, of a paper for both parties
        :param facts: tracking_number, witness, note
        :raise UserError: the way is not open, or something that proves it is missing
        """
        self.ensure_one()
        self._check_handler()
        self._check_state("draft", "to_render", "ready", "delivered")
        if self.state == "draft":
            self._issue()
        now = fields.Datetime.now()
        at = at or now
        addressee = self._get_addressee(addressee)
        self._check_delivery(way, at, proofs, facts, addressee)
        if way != "phone":  # what is told needs no page; the page follows
            self._ensure_file()
        recipient = self._get_recipient(addressee)
        delivery = (
            self.env["rights.document.delivery"]
            .sudo()
            .create(
                {
                    "document_id": self.id,
                    "case_id": self.sudo().case_id.id,
                    "addressee": addressee,
                    "way": way,
                    "state": "queued" if way in QUEUED else "sent",
                    "party_id": recipient["party"].id,
                    "target_masked": self._mask_target(way, recipient),
                    "sent_at": at,
                    "user_id": self.env.uid,
                    **{name: facts.get(name) for name in ("tracking_number", "witness", "note")},
                }
            )
        )
        delivery = delivery.with_env(self.env)
        for kind, name, content in proofs:
            delivery._add_proof(kind, name, content)
        self._follow_up_delivery(delivery, at)
        return delivery

    def _tell(self, way, note):
        """Deliver what a step has just made in that step: on the phone, or by mail, text, portal.

        The file of what is told on the phone follows. A way that is not open leaves the paper to
        be delivered by hand.
        """
        for paper in self:
            document = paper.sudo()
            ready = document.state == "to_render" and document.needs_delivery
            if not ready or document.template_id.recipient in TO_RESPONDENT:
                continue
            if way not in paper._get_ways() or not paper._get_recipient()["party"]:
                continue
            paper._deliver(way, note=note)

    def _follow_up_delivery(self, delivery, at):
        way = delivery.way
        if way in QUEUED:
            self.env.ref("consumer_rights.cron_document_send")._trigger()
        elif way == "public_notice":
            days = self.env["rights.network.parameter"]._value("public_notice_days")
            delivery.sudo().runs_until = at + timedelta(days=days)
        elif way != "letter":
            delivery._set_delivered(at)

    def _get_addressee(self, addressee):
        """The side that a delivery goes to; only a paper for both parties has to say it."""
        if self.sudo().template_id.recipient != "both":
            return False
        if addressee not in dict(ADDRESSEES):
            raise UserError(
                self.env._(
                    "%(paper)s goes to both parties. Say to whom you deliver it now.",
                    paper=self.display_name,
                )
            )
        return addressee

    def _check_delivery(self, way, at, proofs, facts, addressee=False):
        labels = dict(
            self.env["rights.document.delivery"]._fields["way"]._description_selection(self.env)
        )
        if way not in self._get_ways(addressee):
            raise UserError(
                self.env._(
                    "%(paper)s cannot go this way (%(way)s): the address or the setting is "
                    "missing.",
                    paper=self.display_name,
                    way=labels.get(way, way),
                )
            )
        names = {name: self.env["rights.document.delivery"]._fields[name] for name in facts}
        missing = [
            names[name]._description_string(self.env) if name in names else name
            for name in NEEDED.get(way, ())
            if not (facts.get(name) or "").strip()
        ]
        if way == "in_person" and not proofs:
            missing.append(self.env._("Signature"))
        if missing:
            raise UserError(
                self.env._("%(way)s needs: %(things)s.", way=labels[way], things=", ".join(missing))
            )
        issued = self.sudo().issued_at
        if at > fields.Datetime.now() or at < issued.replace(second=0, microsecond=0):
            raise ValidationError(
                self.env._(
                    "A paper is delivered after it was issued (%(issued)s) and not in the future.",
                    issued=self.sudo().case_id._china_minute(issued),
                )
            )

    @api.model
    def _mask_target(self, way, recipient):
        if way in ("phone", "sms"):
            return masking.mask_phone(recipient["phone"] or "")
        if way == "email":
            name, _at, domain = (recipient["email"] or "").partition("@")
            return f"{name[:1]}***@{domain}"
        if way == "letter":
            return masking.mask_address(recipient["address"] or "")
        return False

    # -- proofs ---------------------------------------------------------------------------------

    def _add_proof(self, kind, name, content, delivery=None):
        """Seal a signature, a receipt or a scan with the paper."""
        self.ensure_one()
        self._check_handler()
        if guess_mimetype(content or b"") not in SUPPLEMENT_TYPES:
            raise UserError(
                self.env._("A proof is a PDF or a picture (JPEG, PNG, TIFF). Convert it first.")
            )
        label = dict(
            self.env["rights.delivery.proof"]._fields["kind"]._description_selection(self.env)
        )[kind]
        document = self.sudo()
        return self.env["rights.delivery.proof"]._seal_file(
            name,
            content,
            {
                "name": name,
                "document_id": self.id,
                "case_id": document.case_id.id,
                "delivery_id": delivery and delivery.id,
                "kind": kind,
                "added_at": fields.Datetime.now(),
                "added_by_id": self.env.uid,
            },
            {"type": "evidence", "basis": f"{document.display_name}: {label}"},
        )

    def action_sign(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Signature"),
            "res_model": "rights.document.sign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_document_id": self.id},
        }


class RightsCase(models.Model):
    """Where the person of a case is reached; for server code only."""

    _inherit = "rights.case"

    def _get_person_address(self):
        party = self.sudo().party_ids.filtered(lambda party: party.role in PERSON_ROLES)[:1]
        return {
            "party": party,
            "phone": party.phone,
            "email": party.email,
            "address": party.address,
        }

    def _has_portal(self, roles=ACCESS_ROLES["complainant"]):
        return any(access.role in roles for access in self.sudo().access_ids)
