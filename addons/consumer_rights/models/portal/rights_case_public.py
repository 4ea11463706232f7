from odoo import fields, models

from ...tools.china_time import china_date
from .rights_case_query import CODE

# papers that are there for the person to read
SHOWN_STATES = ("ready", "delivered")


class RightsCase(models.Model):
    """What the person reads about the own case: stage, dates, unit, what comes next (OPN-07).

    Nothing about other persons, and nothing of what the staff writes for itself. Called on
    records in superuser mode that ``_find_own`` or ``_find_of_account`` gave.
    """

    _inherit = "rights.case"

    def _public_view(self, level):
        """Everything that the page of the case shows, as plain values.

        :param level: "code" for everything of the person's own, "phone" for the look
        """
        self.ensure_one()
        step = self.env["rights.public.step"]._of(self.stage_id, self.kind)
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        view = {
            "number": self.name,
            "kind": self.kind,
            "kind_name": kinds[self.kind],
            "stage": step.name or self.stage_id.name,
            "next_step": step.next_step or "",
            "promised": self._promised_day(step),
            "unit": self.station_id.name,
            "unit_phone": self.station_id.phone or "12315",
            "cycle_no": self.cycle_no,
            "dates": self._public_dates(),
            "progress": self._public_progress(level),
            "is_full": level == CODE,
        }
        if level == CODE:
            view.update(
                subject=self.subject,
                against=self.respondent_name or "",
                evidence_request=self.evidence_request or "",
                reply=self.reply_text if self.replied_at else "",
                papers=self._public_papers(),
                may=self._public_acts(),
            )
        return view

    def _public_dates(self):
        """(label, date in China) of what has happened."""
        labels = [
            (self.env._("Received on"), self.received_at),
            (self.env._("Registered on"), self.registered_at),
            (self.env._("Accepted on"), self.accepted_at),
            (self.env._("Concluded on"), self.concluded_at),
            (self.env._("Replied on"), self.replied_at),
        ]
        return [(label, china_date(moment)) for label, moment in labels if moment]

    def _public_progress(self, level):
        """The way so far, newest first: the notices of progress (HND-06), by phone their headings.

        A case from before there were notices shows the stages it went through.
        """
        notices = self.env["rights.case.progress"].search([("case_id", "=", self.id)])
        if notices:
            return [
                {
                    "day": china_date(notice.at),
                    "words": notice.name,
                    "more": notice.text if level == CODE else "",
                }
                for notice in notices
            ]
        steps = self.env["rights.public.step"]
        rows = []
        for event in self.event_ids.filtered(lambda event: event.type == "moved"):
            words = steps._of(event.stage_to_id, self.kind).name or event.stage_to_id.name
            rows.append({"day": china_date(event.at), "words": words, "more": ""})
        return rows[::-1]

    def _promised_day(self, step):
        """The day by which the next step is promised: what was told, else the earliest clock."""
        codes = (step.clock_codes or "").split()
        if self.accepted_at and self.promised_date and not self.concluded_at:
            return self.promised_date
        clocks = self.env["rights.deadline"].search(
            [("case_id", "=", self.id), ("stopped_at", "=", False), ("code", "in", codes)]
        )
        days = [day for day in clocks.mapped("due_day") if day]
        return min(days) if days else None

    # -- papers ---------------------------------------------------------------------------------

    def _public_documents(self):
        """Papers for the person that were delivered, or need no delivery, and have their file."""
        return self.document_ids.filtered(
            lambda paper: (
                paper.recipient in ("complainant", "both")
                and paper.state in SHOWN_STATES
                and paper.file_ids
                and (paper._has_reached("complainant") or not paper.needs_delivery)
            )
        )

    def _public_papers(self):
        return [
            {
                "id": paper.id,
                "title": paper.title,
                "number": paper.number or "",
                "day": china_date(paper.delivered_at or paper.issued_at),
            }
            for paper in self._public_documents().sorted("issued_at")
        ]

    def _open_public_paper(self, paper_id):
        """The file of one of the own papers, noted as opened; empty for any other id."""
        paper = self._public_documents().filtered(lambda row: row.id == paper_id)
        unread = paper.delivery_ids.filtered(lambda row: row.way == "portal" and not row.opened_at)
        unread.write({"opened_at": fields.Datetime.now()})
        return paper.file_ids[:1].attachment_id

    # -- the person's own data ------------------------------------------------------------------

    def _own_data(self):
        """Everything the person told us in this case, for taking along."""
        self.ensure_one()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "number": self.name,
            "kind": kinds[self.kind],
            "received": self._iso(self.received_at),
            "stage": self._public_view(CODE)["stage"],
            "subject": self.subject,
            "facts": self.facts or "",
            "request": self.request or "",
            "claims": self.claim_ids.mapped("name"),
            "goods_or_service": self.item_class_id.name or "",
            "brand": self.brand or "",
            "model": self.product_model or "",
            "purchase_date": self._iso(self.purchase_date),
            "purchase_place": self.purchase_place or "",
            "amount": self.amount_dispute,
            "against": {
                "name": self.respondent_name or "",
                "phone": self.respondent_phone or "",
                "address": self.respondent_address or "",
            },
            "persons": [
                {
                    name: party[name] or ""
                    for name in ("name", "phone", "address", "email", "postcode")
                }
                for party in self._own_parties()
            ],
            "anonymous": self.is_anonymous,
            "confidential": self.is_confidential,
            "agrees_to_publication": self.publication_consent,
            "agrees_to_entrusted_mediation": self.entrusted_consent,
            "evidence": [
                {
                    "name": piece.name,
                    "received": self._iso(piece.received_at),
                    "statement": piece.statement or "",
                }
                for piece in self.evidence_ids
                if piece.provider == "complainant"
            ],
        }

    def _own_parties(self):
        """The person of the filing; of a joint complaint the others' data is not theirs to take."""
        return self.party_ids[:1]

    @staticmethod
    def _iso(moment):
        return moment.isoformat() if moment else ""
