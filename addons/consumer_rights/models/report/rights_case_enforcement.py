from odoo import api, fields, models

RESULT_LINKS = ("converted", "clue")  # opened by the office; a report split off stays secret


class RightsCase(models.Model):
    """Filed cases and what others hear of their result (ENF-06, ENF-13, ENF-16, ENF-17)."""

    _inherit = "rights.case"

    enforcement_case_ids = fields.One2many("rights.enforcement.case", "case_id", copy=False)
    enforcement_case_id = fields.Many2one(
        "rights.enforcement.case", "Filed case", compute="_compute_enforcement_case_id"
    )
    enforcement_result = fields.Text(
        "Result of the enforcement case",
        compute="_compute_enforcement_result",
        compute_sudo=True,  # numbers and decision only; the report itself stays closed
    )

    @api.depends("enforcement_case_ids", "cycle_no", "merged_into_id")
    def _compute_enforcement_case_id(self):
        for case in self:
            filed = (case.merged_into_id or case).enforcement_case_ids
            case.enforcement_case_id = filed.sorted("id")[-1:]

    @api.depends_context("lang")
    def _compute_enforcement_result(self):
        for case in self:
            filed = case._get_result_reports().enforcement_case_ids.sorted("id")
            case.enforcement_result = "\n".join(row._get_result() for row in filed) or False

    def _get_result_links(self):
        return self.env["rights.case.link"].search(
            [
                ("kind", "in", RESULT_LINKS),
                "|",
                ("case_id", "in", self.ids),
                ("other_case_id", "in", self.ids),
            ]
        )

    def _get_result_reports(self):
        """Reports whose result this complaint shows."""
        if self.kind != "complaint":
            return self.browse()
        links = self._get_result_links()
        return (links.case_id | links.other_case_id).filtered(lambda case: case.kind == "report")

    def _get_enforcement_division(self):
        """ENF-13: the division of the violation class, else that of the category (ORG-14)."""
        classes = self.violation_class_ids.filtered("division_id.active")
        divisions = self.env["rights.division"]
        for category in (self.category_id, self.item_class_id):
            if not classes and category and not divisions:
                divisions = divisions._for_category(category)[0]
        return classes[:1].division_id or divisions

    # -- the filing decision -----------------------------------------------------------------------

    def _after_conclude(self, transition):
        """A report that is filed becomes a case of its division; else an earlier filing falls."""
        result = super()._after_conclude(transition)
        for case in self.sudo().filtered(lambda case: case.kind == "report"):
            if case.merged_into_id:
                continue
            if case.outcome_id.code == "filed":
                case.env["rights.enforcement.case"]._begin(case)
            else:
                case._get_open_enforcement().write(
                    {
                        "decision": "withdrawn",
                        "decision_number": case.name,
                        "decision_text": case.result_text,
                        "decided_at": fields.Datetime.now(),
                        "decided_by_id": self.env.uid,
                    }
                )
        return result

    def _get_open_enforcement(self):
        """The filed case that is not decided, also of the report this one was merged into."""
        reports = self.sudo() | self.sudo().merged_into_id
        return reports.enforcement_case_ids.filtered(lambda filed: not filed.decided_at)

    def _check_archive(self, transition):
        """ENF-16: a filed case is decided before its dossier is bound."""
        missing = super()._check_archive(transition)
        if self._get_open_enforcement():
            missing["enforcement"] = self.env._("The filed case is not decided yet.")
        return missing

    # -- the result -------------------------------------------------------------------------------

    def _enforcement_decided(self, filed):
        """The limit ends; the record, linked complaints and reporters hear of it."""
        reports = self.sudo() | self.sudo().merged_report_ids
        words = filed.sudo()._get_result()
        for report in reports:
            report._append_events(
                [{"type": "progress", "basis": words, "paper": filed.decision_number}]
            )
        reports._deadline_event("enforcement_decided")
        links = self.sudo()._get_result_links()
        complaints = (links.case_id | links.other_case_id).filtered(
            lambda case: case.kind == "complaint"
        )
        for complaint in complaints:
            complaint._append_events([{"type": "progress", "basis": words}])
            complaint._add_result_to_dossier(words)
        reports._tell_reporters_result()

    def _tell_reporters_result(self):
        """ENF-06: each identified reporter gets the result on paper (DOC-19)."""
        template = self.env["rights.document.template"]._of_code("DOC-19")
        told = self.filtered(lambda report: not report.is_anonymous and template.active)
        wanted = [(report, template, report.station_id) for report in told]
        if wanted:
            self.env["rights.document"]._make(wanted)

    def _add_result_to_dossier(self, words):
        """ENF-17: a sealed dossier gets the result as a supplement, any other when it is bound."""
        dossier = self._get_present_dossier()
        if not dossier:
            return
        case = self._in_chinese()
        sheet = case._render_dossier_sheet(
            "rights_dossier_enforcement", case._get_dossier_values(), results=words.splitlines()
        )
        dossier._seal_result(sheet.content)

    def _get_handling_parts(self, values, is_preview):
        yield from super()._get_handling_parts(values, is_preview)
        if words := self.enforcement_result:
            rendered = self._render_dossier_sheet(
                "rights_dossier_enforcement", values, is_preview, results=words.splitlines()
            )
            yield self._part("关联案件查处结果", rendered)


class RightsDossier(models.Model):
    _inherit = "rights.dossier"

    def _seal_result(self, content):
        """The result of an enforcement case, behind the sealed dossier; in superuser mode."""
        reason = self.env._("Result of the enforcement case")
        self.env["rights.dossier.supplement"]._seal_file(
            "查处结果.pdf",
            content,
            {
                "name": "查处结果.pdf",
                "dossier_id": self.id,
                "case_id": self.case_id.id,
                "reason": reason,
                "added_at": fields.Datetime.now(),
                "added_by_id": self.env.uid,
            },
            {"type": "supplement", "basis": reason},
        )
