from odoo import api, models

from ...tools.china_time import china_date, china_naive
from ..merchant.rights_merchant_member import MERCHANT_GROUP
from .rights_case_public import SHOWN_STATES

ROLES = ("merchant",)


class RightsCase(models.Model):
    """What a merchant reads of a complaint about it: as far as settling needs (SEC-03, MER-17).

    A complaint is opened to the merchant by the referral to it or by the mediation, never before,
    and a report never. Called on records in superuser mode that ``_find_of_merchant`` gave.
    """

    _inherit = "rights.case"

    # -- whose it is ------------------------------------------------------------------------------

    def _open_to_merchant(self):
        """From now on the accounts of the respondent see the complaint."""
        rows = self.env["rights.case.access"].sudo()
        for case in self.sudo():
            partner = case.respondent_id.partner_id
            known = case.access_ids.filtered(lambda row: row.role == "merchant").partner_id
            if case.kind == "complaint" and partner and partner not in known:
                rows.create({"case_id": case.id, "partner_id": partner.id, "role": "merchant"})

    @api.model
    def _merchant_domain(self, user):
        """Complaints that an account of merchants may see; none for all other accounts.

        Of every merchant that it belongs to, as long as it does: an ended membership shows
        nothing any more (SEC-11, MER-17).
        """
        merchants = self.env["rights.merchant"].with_user(user)._served()
        if not (merchants and user.has_group(MERCHANT_GROUP)):
            return [("id", "=", False)]
        rows = self.env["rights.case.access"].sudo()
        partners = merchants.partner_id
        opened = rows.search([("partner_id", "in", partners.ids), ("role", "=", "merchant")])
        return [
            ("id", "in", opened.case_id.ids),
            ("kind", "=", "complaint"),
            # a complaint that turned out to be about somebody else is closed to the first
            ("respondent_id", "in", merchants.ids),
        ]

    @api.model
    def _find_of_merchant(self, case_id, user):
        """The complaint with this id in superuser mode when the account may see it, else empty."""
        domain = [("id", "=", case_id), *self._merchant_domain(user)]
        return self.sudo().search(domain, limit=1)

    def _has_portal(self, roles=None):
        """To a merchant the portal is open once somebody there has an account."""
        if roles is None:
            return super()._has_portal()
        if roles == ROLES:
            members = self.sudo().respondent_id.member_ids.filtered(lambda row: not row.ended_at)
            return bool(members) and super()._has_portal(roles)
        return super()._has_portal(roles)

    def _get_merchant_reach(self):
        """{phone, email, lang} by which the respondent is told; for server code only.

        As the case names it, else of the merchant and of its people; whose membership ended is
        told nothing. The phone is a mobile one, or none.
        """
        self.ensure_one()
        case = self.sudo()
        merchant = case.respondent_id
        members = merchant.member_ids.filtered(lambda row: not row.ended_at)
        known = merchant.partner_id | merchant.partner_id.child_ids | members.user_id.partner_id
        phones = filter(None, [case.respondent_phone, *known.mapped("phone")])
        gateway = self.env["rights.sms.gateway"]
        return {
            "phone": next((phone for phone in phones if gateway._is_mobile(phone)), False),
            "email": next(filter(None, known.mapped("email")), False),
            "lang": "zh_CN",
        }

    # -- what is shown ----------------------------------------------------------------------------

    def _merchant_row(self):
        """The complaint in the list of a merchant."""
        steps = self.env["rights.public.step"]
        return {
            "id": self.id,
            "number": self.name,
            "merchant": self.respondent_id.name,
            "subject": self._for_merchant(self.subject),
            "stage": steps._of(self.stage_id, self.kind).name or self.stage_id.name,
            "day": china_date(self.received_at),
        }

    def _merchant_view(self):
        """Everything that the merchant's page of the complaint shows, as plain values."""
        self.ensure_one()
        return {
            **self._merchant_row(),
            "unit": self.station_id.name,
            "unit_phone": self.station_id.phone or "12315",
            "person": self._get_person_for_merchant(),
            "facts": self._for_merchant(self.facts),
            "request": self._for_merchant(self.request),
            "claims": self.claim_ids.mapped("name"),
            "amount": self.amount_dispute,
            "goods": self.item_class_id.name or "",
            "purchase_date": self.purchase_date,
            "papers": self._merchant_papers(),
            "may_add": "add" in self._public_acts(),
            "material": self._get_merchant_material(),
        }

    def _get_merchant_material(self):
        """What the merchant itself has handed in on this page; not what the staff noted of it."""
        online = self.env.ref("consumer_rights.user_online")
        rows = self.evidence_ids.filtered(
            lambda row: row.provider == "respondent" and row.create_uid == online
        )
        return [
            {
                "name": row.name,
                "at": china_naive(row.received_at).strftime("%Y-%m-%d %H:%M"),
                "text": row.statement or "",
            }
            for row in rows
        ]

    def _for_merchant(self, text):
        """Words of the consumer without the identity or the contact of a person (SEC-03)."""
        hidden = any(secret in (text or "") for secret in self._get_protected_texts())
        return self.env._("(Ask the unit: personal data stands in it.)") if hidden else text or ""

    def _get_person_for_merchant(self):
        if self._is_identity_sealed():
            return self.env._("Kept secret")
        return "、".join(filter(None, self.party_ids.mapped("name"))) or ""

    def _merchant_documents(self):
        """Papers for the merchant that were delivered, or need no delivery, and have their file."""
        return self.document_ids.filtered(
            lambda paper: (
                paper.recipient in ("respondent", "both")
                and paper.state in SHOWN_STATES
                and paper.file_ids
                and (paper._has_reached("respondent") or not paper.needs_delivery)
            )
        )

    def _merchant_papers(self):
        return [
            {
                "id": paper.id,
                "title": paper.title,
                "number": paper.number or "",
                "day": china_date(paper.delivered_at or paper.issued_at),
            }
            for paper in self._merchant_documents().sorted("issued_at")
        ]

    def _open_merchant_paper(self, paper_id):
        """The file of one of the merchant's papers; empty for any other id."""
        paper = self._merchant_documents().filtered(lambda row: row.id == paper_id)
        return paper.file_ids[:1].attachment_id
