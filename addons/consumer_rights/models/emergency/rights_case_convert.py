from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# What the enforcement record takes over: where and what, nothing of the complainant
SHARED = (
    "channel_id received_at respondent_id respondent_name respondent_phone respondent_address "
    "respondent_contact item_class_id category_id brand product_model is_agri_input"
).split()


class RightsCaseLink(models.Model):
    _inherit = "rights.case.link"

    @api.model_create_multi
    def create(self, vals_list):
        """A report linked as converted is the enforcement record of the complaint (ENF-08)."""
        links = super().create(vals_list)
        for link in links.sudo():
            pair = link.case_id | link.other_case_id
            pair.invalidate_recordset(["converted_case_id", "must_convert"])
            if link.kind == "converted":
                pair.filtered(lambda one: one.kind == "complaint")._deadline_event(
                    "enforcement_linked"
                )
            pair._emergency_recognise()
        return links


class RightsCase(models.Model):
    """Conversion of a complaint to an enforcement case (诉转案): ENF-07 to ENF-10, MED-18."""

    _inherit = "rights.case"

    conversion_flag_ids = fields.One2many("rights.conversion.flag", "case_id", copy=False)
    must_convert = fields.Boolean(
        "To be converted",
        compute="_compute_must_convert",
        search="_search_must_convert",
        help="A flag stands and no enforcement case is linked: the complaint cannot be concluded.",
    )
    converted_case_id = fields.Many2one(
        "rights.case",
        "Enforcement case",
        compute="_compute_converted_case_id",
        compute_sudo=True,  # the number is shown to who handles the complaint, the report is not
    )

    def _compute_converted_case_id(self):
        found = self._get_conversions()
        for case in self:
            case.converted_case_id = found.get(case.id)

    def _get_conversions(self):
        """{complaint id: its enforcement case}"""
        links = self.env["rights.case.link"].search(
            [
                ("kind", "=", "converted"),
                "|",
                ("case_id", "in", self.ids),
                ("other_case_id", "in", self.ids),
            ]
        )
        found = {}
        for link in links.sorted("id"):
            for case, other in (
                (link.case_id, link.other_case_id),
                (link.other_case_id, link.case_id),
            ):
                if case.kind == "complaint" and other.kind == "report":
                    found[case.id] = other
        return found

    @api.depends("conversion_flag_ids.removed_at", "cycle_no")
    def _compute_must_convert(self):
        for case in self:
            standing = case.sudo()._get_standing_flags()  # that a flag stands is no secret
            case.must_convert = bool(standing) and not case.converted_case_id

    def _search_must_convert(self, operator, value):
        if operator != "in":
            return NotImplemented
        flagged = self.search(
            [
                ("is_closed", "=", False),
                ("conversion_flag_ids", "any", [("removed_at", "=", False)]),
            ]
        )
        return [("id", "in", flagged.filtered("must_convert").ids)]

    def _get_standing_flags(self):
        return self.conversion_flag_ids.filtered(
            lambda flag: not flag.removed_at and flag.cycle_no == self.cycle_no
        )

    def _flag_conversion(self, kind, reason):
        """Set the flag, unless it was set in this cycle, also when it was taken back since."""
        case = self.sudo()
        known = case.conversion_flag_ids.filtered(lambda flag: flag.cycle_no == case.cycle_no)
        if case.kind == "complaint" and kind not in known.mapped("kind"):
            case.env["rights.conversion.flag"].create(
                {"case_id": case.id, "kind": kind, "reason": reason}
            )

    def _get_missing(self, transition):
        """ENF-09, MED-18: neither mediation nor withdrawal closes what must be enforced."""
        missing = super()._get_missing(transition)
        if transition.sudo().stage_to_id.code == "concluded" and self.must_convert:
            kinds = dict(
                self.env["rights.conversion.flag"]._fields["kind"]._description_selection(self.env)
            )
            flags = self.sudo()._get_standing_flags()
            # not the name of a field, so that no dialog offers to fill it in
            missing["conversion"] = self.env._(
                "It must become an enforcement case first: %(kinds)s. Open the enforcement case.",
                kinds=self._enumerate([kinds[flag.kind] for flag in flags]),
            )
        return missing

    def action_convert(self):
        """Open the linked enforcement case; the complaint goes on (ENF-08)."""
        self.ensure_one()
        self.check_access("write")
        report = self._convert_to_report()
        if not report.sudo(False).has_access("read"):
            return {"type": "ir.actions.client", "tag": "soft_reload"}
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.case",
            "res_id": report.id,
            "view_mode": "form",
        }

    def _convert_to_report(self):
        """The report of this complaint, opened by the office itself: it names no reporter."""
        if self.kind != "complaint":
            raise UserError(self.env._("Only a complaint is converted."))
        if self.converted_case_id:
            raise UserError(
                self.env._(
                    "The enforcement case is open already: %(number)s.",
                    number=self.converted_case_id.display_name,
                )
            )
        # whoever works on the complaint opens the record, and need not read it
        return self.sudo()._open_office_report("converted", self._get_conversion_vals())

    def _get_conversion_vals(self):
        return {
            "subject": self.env._("Converted: %(subject)s", subject=self.subject),
            "facts": self.facts,
        }

    def _open_office_report(self, link_kind, vals):
        """A report that the office itself opens beside this complaint: it names no reporter.

        To be called in superuser mode, by a method that checks the right.
        """
        case = self
        shared = {
            name: case[name].id if case._fields[name].relational else case[name] for name in SHARED
        }
        shared |= {
            "kind": "report",
            "station_id": case.station_id.id,
            "is_anonymous": True,
            "evidence_ids": [
                Command.create(
                    {name: piece[name] for name in ("name", "type", "provider", "received_at")}
                    | {"file": piece.file, "file_name": piece.file_name}
                )
                for piece in case.evidence_ids.filtered(lambda piece: not piece.is_void)
            ],
        }
        report = case.with_context(default_kind="report").create(shared | vals)
        # dangers are recognised with the link, which names both numbers
        report.with_context(rights_link_follows=True)._register_by_office()
        case.env["rights.case.link"].create(
            {"case_id": report.id, "other_case_id": case.id, "kind": link_kind}
        )
        return report

    def _register_by_office(self):
        """Register a report that the office opened itself, when nothing is missing."""
        # a team that was commanded opens it for the unit of the complaint
        step = self._transitions().sudo().filtered(lambda one: one.code == "register")
        if step and not self._get_missing(step):
            self._move(step, expected_stage=self.stage_id)
