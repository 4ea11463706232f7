from odoo import api, fields, models
from odoo.exceptions import UserError


class RightsCaseLink(models.Model):
    """Two cases that belong together; each keeps its number, and a link can be taken back."""

    _name = "rights.case.link"
    _inherit = ["rights.case.part"]
    _description = "Link between cases"
    _frozen_with_archive = False
    _order = "id desc"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    other_case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    kind = fields.Selection(
        [
            ("duplicate", "Duplicate"),
            ("split", "Split from one filing"),
            ("converted", "Converted"),
            ("related", "Related"),
        ],
        required=True,
        default="duplicate",
    )
    reason = fields.Char()
    active = fields.Boolean(default=True)
    other_stage_id = fields.Many2one(related="other_case_id.stage_id", string="Stage there")
    other_subject = fields.Char(related="other_case_id.subject", string="Subject there")

    _pair_unique = models.UniqueIndex(
        "(case_id, other_case_id, kind) WHERE active", "These cases are linked already."
    )
    _not_itself = models.Constraint(
        "CHECK (case_id <> other_case_id)", "A case cannot be linked to itself."
    )

    @api.model_create_multi
    def create(self, vals_list):
        links = super().create(vals_list)
        for link in links:
            (link.case_id | link.other_case_id).check_access("read")
            link._note(self.env._("linked"))
        return links

    def action_unlink_cases(self):
        """Take the link back; the record keeps that it existed."""
        for link in self:
            if not link.active:
                raise UserError(self.env._("This link was taken back already."))
            link.active = False
            link._note(self.env._("link taken back"))

    def _note(self, what):
        kind = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        for case, other in ((self.case_id, self.other_case_id), (self.other_case_id, self.case_id)):
            case._append_events(
                [{"type": "link", "basis": f"{kind}: {other.display_name} ({what})"}]
            )


class RightsCase(models.Model):
    _inherit = "rights.case"

    def action_view_links(self):
        """The links of this case in both directions, those that were taken back included."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Links of %(number)s", number=self.display_name),
            "res_model": "rights.case.link",
            "view_mode": "list",
            "domain": ["|", ("case_id", "=", self.id), ("other_case_id", "=", self.id)],
            "context": {"active_test": False},
        }
