from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

CLEAR = ("name", "phone", "address", "postcode", "email", "id_type", "id_number")
# What the two matters of one filing have in common (REG-14)
SHARED = (
    "channel_id received_at application_form respondent_id respondent_name respondent_phone "
    "respondent_address respondent_contact item_class_id category_id brand product_model "
    "purchase_date purchase_place is_agri_input"
).split()


class RightsCase(models.Model):
    """One filing that holds a dispute and an alleged offence becomes two linked matters (REG-14).

    Each has its number, its clocks and its end; who handles the complaint learns nothing of the
    report (``rights.case.link``).
    """

    _inherit = "rights.case"

    may_split = fields.Boolean(compute="_compute_may_split")

    def _compute_may_split(self):
        for case in self:
            case.may_split = (
                case.kind == "complaint"
                and case.stage_code in ("draft", "pending_material", "registered")
                and bool(case._origin)
                and case.has_access("write")
            )

    def _split_report(
        self,
        subject,
        facts,
        is_anonymous=False,
        is_confidential=False,
        pieces=None,
        violations=None,
    ):
        """The report that this complaint holds, registered when nothing is missing.

        :param facts: the alleged offence; the dispute stays with the complaint
        :param pieces: evidence that the report gets a copy of; all of it when None
        :param violations: classes of alleged violations (ENF-01)
        :return: the report
        """
        self.ensure_one()
        self.check_access("write")
        if not self.may_split:
            raise UserError(
                self.env._("A report is split off a complaint before it is decided upon.")
            )
        vals = {
            name: self[name].id if self._fields[name].relational else self[name] for name in SHARED
        }
        vals |= {
            "kind": "report",
            "station_id": self.station_id.id,
            "subject": subject,
            "facts": facts,
            "is_anonymous": is_anonymous,
            "is_confidential": is_confidential,
            "party_ids": [] if is_anonymous else self._get_reporter_commands(),
            "evidence_ids": self._get_evidence_commands(pieces),
            "violation_class_ids": [Command.set(violations.ids if violations else [])],
        }
        report = self.with_context(default_kind="report").create(vals)
        self.env["rights.case.link"].create(
            {"case_id": report.id, "other_case_id": self.id, "kind": "split"}
        )
        step = report._transitions().filtered(lambda one: one.code == "register")
        if step and not report._get_missing(step.sudo()):
            report._move(step, expected_stage=report.stage_id)
        return report

    def _get_reporter_commands(self):
        """The complainant as the reporter: known to whoever splits, or nothing is copied."""
        party = self._get_complainants()[:1]
        if party and party._get_identity_access()[party] != "clear":
            raise AccessError(
                self.env._("The person is closed to you. Let the registrant split the filing.")
            )
        if not party:
            return []
        return [Command.create({name: party[name] for name in CLEAR} | {"role": "reporter"})]
