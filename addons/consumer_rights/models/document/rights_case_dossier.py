from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.china_time import china_naive, spell_day, spell_minutes

DOSSIER_REPORT = "consumer_rights.rights_dossier_report"
# Results of a complaint that was never taken in hand: no acceptance and no loss to recover
NOT_HANDLED = ("rejected", "no_longer", "transferred")
# Kinds that stand in the dossier without the identity of whoever brought them (Annex A2, SEC-02)
IDENTITY_SEALED = ("report", "discipline")


class RightsCaseEvent(models.Model):
    _inherit = "rights.case.event"

    # append-only lines stay as they are, also when their kind is taken away
    type = fields.Selection(
        selection_add=[("sealed", "Dossier sealed")], ondelete={"sealed": lambda events: None}
    )


class RightsCase(models.Model):
    """The dossier of a case: what it lacks, how it is sealed and printed (ARC-02, ARC-03)."""

    _inherit = "rights.case"

    dossier_ids = fields.One2many("rights.dossier", "case_id", "Dossiers", copy=False)
    dossier_count = fields.Integer(compute="_compute_dossier_count")

    @api.depends("dossier_ids")
    def _compute_dossier_count(self):
        # how many there are is no secret; opening one asks for the right
        counts = dict(
            self.env["rights.dossier"]
            .sudo()
            ._read_group([("case_id", "in", self.ids)], ["case_id"], ["__count"])
        )
        for case in self:
            case.dossier_count = counts.get(case, 0)

    # -- completeness -----------------------------------------------------------------------------

    def _get_dossier_gaps(self):
        """Sentences on what keeps the dossier from being printed; empty when it is complete.

        The five fields of the cover (ARC-03), result code, result in words and recovered loss
        (HND-13), and forms, signatures and deliveries (ARC-05).
        """
        self.ensure_one()
        case = self.sudo()  # whether something is missing is no secret, and nothing is shown
        gaps = []
        if not case.name:
            gaps.append(self.env._("The case has no number yet. Register it first."))
        if not (case.subject or "").strip():
            gaps.append(self.env._("The cause is missing."))
        gaps += case._get_party_gaps()
        if case.kind == "complaint" and case._needs_acceptance() and not case.accepted_at:
            gaps.append(self.env._("The date of acceptance is missing."))
        if not case.outcome_id:
            gaps.append(self.env._("The result code is missing."))
        if not (case.result_text or "").strip():
            gaps.append(self.env._("The result in words is missing."))
        if (
            case.kind == "complaint"
            and case.outcome_id.code not in NOT_HANDLED
            and case._is_unset("amount_recovered")
        ):
            gaps.append(self.env._("The recovered loss is missing; it may be 0."))
        return gaps + case._get_paper_gaps()

    def _get_party_gaps(self):
        gaps = []
        if self.kind == "complaint" and not any(
            party.name for party in self.party_ids if party.role == "complainant"
        ):
            gaps.append(self.env._("The complainant is missing."))
        if self.kind in ("complaint", "report") and not (self.respondent_name or "").strip():
            gaps.append(self.env._("The respondent is missing."))
        return gaps

    def _needs_acceptance(self):
        """A complaint withdrawn or refused before the decision has no date of acceptance."""
        if self.decision:
            return self.decision == "accept"
        return self.outcome_id.code not in (*NOT_HANDLED, "withdrawn")

    def _check_dossier_complete(self):
        for case in self:
            if gaps := case._get_dossier_gaps():
                raise ValidationError(
                    self.env._(
                        "The dossier of %(number)s cannot be printed:\n%(gaps)s",
                        number=case.display_name,
                        gaps="\n".join(f"- {gap}" for gap in gaps),
                    )
                )

    # -- sealing ----------------------------------------------------------------------------------

    def _build_dossier(self):
        """Render the dossier of the present cycle as PDF/A and seal it.

        It is rendered in superuser mode, so that the same case gives the same dossier whoever
        archives it; what it shows of persons is decided by ``_get_dossier_parties``.

        :return: the ``rights.dossier``
        :raise ValidationError: something is missing
        """
        self.ensure_one()
        self._check_dossier_complete()
        bound = self._in_chinese()._bind_dossier()
        return self.env["rights.dossier"]._seal(self, bound.content, bound.page_count)

    def _in_chinese(self):
        """In superuser mode and Chinese: a statutory form, whatever its printer reads (D9)."""
        chinese = self.env["res.lang"].sudo()._get_data(code="zh_CN")
        return self.sudo().with_context(lang=chinese.code or self.env.lang)

    def _get_present_dossier(self):
        """The sealed dossier that stands for the case as it is now: that of an archived cycle."""
        if self.stage_code != "archived":
            return self.env["rights.dossier"]
        return self.dossier_ids.filtered(lambda dossier: dossier.cycle_no == self.cycle_no)[:1]

    # -- printing ---------------------------------------------------------------------------------

    def action_view_dossiers(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "consumer_rights.rights_dossier_action"
        )
        action["domain"] = [("case_id", "=", self.id)]
        action["context"] = {}
        if self.dossier_count == 1:
            action["views"] = [(False, "form")]
            action["res_id"] = self.dossier_ids.id
        return action

    def _get_dossier_file_name(self):
        self.ensure_one()
        # no person's name in a file name
        return self.env._("%(number)s dossier", number=self.display_name)

    def _log_print(self, paper):
        """Who took which paper of which case out of the system (SEC-05)."""
        for case in self:
            self.env["rights.audit.log"]._log(
                "print", model=self._name, res_id=case.id, count=1, detail=paper
            )

    # -- what the dossier shows -------------------------------------------------------------------

    def _get_dossier_values(self):
        """The content of the dossier as plain values in Chinese and China time.

        To be called in superuser mode: it names persons only as far as the dossier may.
        """
        self.ensure_one()
        return {
            "number": self.name,
            "kind": self.kind,
            "unit": self.station_id.name,
            "handler": self.user_id.name,
            "parties": self._get_dossier_parties(),
            "is_anonymous": self.is_anonymous,
            "is_identity_sealed": self._is_identity_sealed(),
            "respondent": self.respondent_name,
            "cause": self.subject,
            "nature": self.category_id.name,
            "accepted_on": self._china_day(self.accepted_at),
            "registered_on": self._china_day(self.registered_at),
            "concluded_on": self._china_day(self.concluded_at),
            "archived_on": self._china_day(self.archived_at),
            "archived_by": self.env["res.users"].browse(self.env.uid).name,
            "outcome": self.outcome_id.name,
            "recovered": None
            if self._is_unset("amount_recovered")
            else f"{self.amount_recovered:,.2f}",
            "result_text": self.result_text,
            "cycle_no": self.cycle_no,
            "events": self._get_dossier_events(),
            "evidence": [self._get_dossier_evidence(item) for item in self.evidence_ids],
        }

    def _get_dossier_parties(self):
        """Names for the cover; empty where the identity is sealed (Annex A2, SEC-02).

        Phone, address and ID number never stand in the dossier.
        """
        if self.is_anonymous or self._is_identity_sealed():
            return []
        mains = self.party_ids.filtered(lambda party: party.role not in ("proxy", "guardian"))
        return [party.name for party in mains if party.name]

    def _is_identity_sealed(self):
        return self.is_confidential or self.kind in IDENTITY_SEALED

    def _get_dossier_events(self):
        rows, cycle_no = [], 1
        for event in self.event_ids:
            begins = event.cycle_no if event.cycle_no != cycle_no else None
            rows.append({"begins_cycle": begins, **self._get_dossier_event(event)})
            cycle_no = event.cycle_no
        return rows

    def _get_dossier_event(self, event):
        return {
            "sequence": event.sequence,
            "at": self._china_minute(event.at),
            # a consumer's or merchant's own act does not put the name into the record
            "who": None if event.user_id.share else event.user_id.name,
            "unit": event.station_id.name,
            "type": self._label(event, "type"),
            "step": event.transition_id.name,
            "stage_from": event.stage_from_id.name,
            "stage_to": event.stage_to_id.name,
            "basis": event.basis,
            "paper": event.paper,
            "changes": event.changes_text,
        }

    def _get_dossier_evidence(self, item):
        return {
            "name": item.name,
            "type": self._label(item, "type"),
            "provider": self._label(item, "provider"),
            "received_on": self._china_day(item.received_at),
            # a file is often named after the person who handed it in
            "file_name": "" if self._is_identity_sealed() else item.file_name,
            "void_reason": item.void_reason,
        }

    @api.model
    def _label(self, record, name):
        return dict(record._fields[name]._description_selection(self.env)).get(record[name])

    @api.model
    def _china_day(self, moment):
        return spell_day(china_naive(moment)) if moment else None

    @api.model
    def _china_minute(self, moment):
        return f"{china_naive(moment):%Y-%m-%d %H:%M}"

    @api.model
    def _china_moment(self, moment):
        """As an official paper writes it, such as 2026年3月9日9时20分."""
        return spell_minutes(self._china_minute(moment)) if moment else ""


class ReportRightsDossier(models.AbstractModel):
    """Values for the dossier; the one place where printing an incomplete one is refused."""

    _name = "report.consumer_rights.report_rights_dossier"
    _description = "Dossier report"

    @api.model
    def _get_report_values(self, docids, data=None):
        cases = self.env["rights.case"].browse(docids)
        cases.check_access("read")
        cases._check_dossier_complete()
        return {
            "doc_ids": docids,
            "doc_model": "rights.case",
            "docs": [case._in_chinese()._get_dossier_values() for case in cases],
            "is_preview": True,
        }


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_sealed_paper(self, report_sudo, record):
        if report_sudo == self.env.ref(DOSSIER_REPORT).sudo():
            record.check_access("read")
            if dossier := record._get_present_dossier():
                record._log_print(dossier.name)
                return dossier.attachment_id
        return super()._get_sealed_paper(report_sudo, record)

    def _render_weasyprint(self, report_sudo, res_ids, data=None):
        """A dossier is bound from its parts; what is printed before the archive is a preview."""
        if report_sudo != self.env.ref(DOSSIER_REPORT).sudo():
            return super()._render_weasyprint(report_sudo, res_ids, data)
        cases = self.env["rights.case"].browse(res_ids)
        cases.check_access("read")
        cases._check_dossier_complete()
        cases._log_print(report_sudo.name)
        return cases._in_chinese()._bind_dossier(is_preview=True)

    def _render_qweb_html(self, report_ref, docids, data=None):
        """Whatever a user prints of a case, by whatever engine, is noted (SEC-05)."""
        report_sudo = self._get_report(report_ref)
        if report_sudo.model == "rights.case" and not self.env.su:
            self.env["rights.case"].browse(docids)._log_print(report_sudo.name)
        return super()._render_qweb_html(report_ref, docids, data=data)
