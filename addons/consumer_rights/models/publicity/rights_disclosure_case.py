from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class RightsDisclosureCase(models.Model):
    """A case that a publication is about, named by its number (DIS-04, DIS-09).

    The editor need not be able to read it, and whether a number is not taken because it is
    another unit's, a report's or somebody did not agree, nobody learns here.
    """

    _name = "rights.disclosure.case"
    _description = "Case of a disclosure"
    _order = "id"
    _rec_name = "case_number"

    disclosure_id = fields.Many2one(
        "rights.disclosure", required=True, index=True, ondelete="cascade"
    )
    case_number = fields.Char("Matter no.", required=True)
    case_id = fields.Many2one(
        "rights.case",
        compute="_compute_case_id",
        store=True,
        index=True,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
    )

    _once = models.UniqueIndex("(disclosure_id, case_number)", "This case is named already.")

    @api.depends("case_number", "disclosure_id.station_id")
    def _compute_case_id(self):
        for line in self.sudo():  # of which unit a number is, is told by the refusal alone
            number = (line.case_number or "").strip()
            unit = line.disclosure_id.station_id
            line.case_id = number and line.env["rights.case"].search(
                [("name", "=", number), ("chain_station_ids", "in", unit.ids)], limit=1
            )

    @api.constrains("case_number", "disclosure_id")
    def _check_case(self):
        self._check_draft()
        self.sudo()._check_usable()

    def write(self, vals):
        self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_with_draft(self):
        self._check_draft()

    def _check_draft(self):
        if not self.env.su and any(line.disclosure_id.state != "draft" for line in self):
            raise UserError(self.env._("The cases of a version change with its draft only."))

    def _check_usable(self):
        """To be called in superuser mode; asked again whenever the version goes on."""
        for line in self:
            if not line._is_usable():
                raise ValidationError(
                    self.env._(
                        "%(number)s cannot be published: only a concluded complaint of %(unit)s "
                        "whose complainant agreed to publication can be (DIS-04), and for an "
                        "exposure a case that ended with a penalty (DIS-09).",
                        number=line.case_number,
                        unit=line.disclosure_id.station_id.name,
                    )
                )

    def _is_usable(self):
        case = self.case_id
        if not case or case.name != self.case_number.strip():
            return False
        if case.kind == "complaint":
            return bool(case.publication_consent and case.concluded_at)
        if case.kind == "report" and self.disclosure_id.kind == "exposure":
            filed = self.env["rights.enforcement.case"].search([("case_id", "=", case.id)])
            return any(one.decision == "penalty" and one.decided_at for one in filed)
        return False
