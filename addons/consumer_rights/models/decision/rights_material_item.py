from typing import NamedTuple

from odoo import api, fields, models, tools

from ..case.rights_case_kinds import KINDS

# Parties that bring requirements of their own: value of ``applies_to`` -> role of the party
ROLES = {"proxy": "proxy", "guardian": "guardian"}


class Requirement(NamedTuple):
    """One line of the list, as the clockwork of the case reads it."""

    id: int
    kind: str
    category_ids: frozenset
    channel_ids: frozenset
    applies_to: str
    evidence_type: str
    is_demanded: bool


class RightsMaterialItem(models.Model):
    """One line of the list of required material, for the matters it belongs to (REG-06, REG-16).

    who                     may
    staff                   read; tick on a case what is missing
    business administrator  write
    """

    _name = "rights.material.item"
    _inherit = ["rights.code.mixin", "rights.remembered"]
    _description = "Required material"

    kind = fields.Selection(KINDS, required=True, default="complaint")
    category_ids = fields.Many2many(
        "rights.category", string="Only for", help="Classes and natures; all of them when empty."
    )
    channel_ids = fields.Many2many(
        "rights.channel", string="Only by", help="Channels; all of them when empty."
    )
    applies_to = fields.Selection(
        [
            ("all", "Every matter"),
            ("proxy", "Matters brought by a proxy"),
            ("guardian", "Matters of minors"),
            ("joint", "Joint complaints"),
        ],
        required=True,
        default="all",
    )
    evidence_type = fields.Selection(
        selection="_get_evidence_types",
        string="Handed in as",
        help="Evidence of this type takes the line off the list of what is missing.",
    )
    is_demanded = fields.Boolean(
        "Missing until handed in",
        help="Counts as missing by itself; the others only when the clerk ticks them.",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another line of the list has this code.")

    @api.model
    def _get_evidence_types(self):
        return self.env["rights.case.evidence"]._fields["type"]._description_selection(self.env)

    @api.model
    @tools.ormcache()
    def _book(self):
        """The lines in use, read once: each registration asks for them."""
        return [
            Requirement(
                item.id,
                item.kind,
                frozenset(item.category_ids.ids),
                frozenset(item.channel_ids.ids),
                item.applies_to,
                item.evidence_type,
                item.is_demanded,
            )
            for item in self.sudo().search([])
        ]

    @api.model
    def _of_case(self, case):
        """The requirements that apply to a case."""
        roles = case.party_ids.mapped("role")
        marks = {"all"} | {name for name, role in ROLES.items() if role in roles}
        if roles.count("complainant") > 1:
            marks.add("joint")
        classes = set((case.item_class_id | case.category_id)._origin.ids)
        return [
            row
            for row in self._book()
            if row.kind == case.kind
            and row.applies_to in marks
            and (not row.category_ids or row.category_ids & classes)
            and (not row.channel_ids or case.channel_id._origin.id in row.channel_ids)
        ]
