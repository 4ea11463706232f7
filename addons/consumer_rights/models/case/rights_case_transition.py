from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .rights_case_kinds import KINDS


class RightsCaseTransition(models.Model):
    """An allowed move of a case: from where, to where, by whom, with what filled (Annex B).

    Business administrators add and change transitions as data; a move that no transition
    describes is refused. ``effect`` names what the system does besides changing the stage.
    """

    _name = "rights.case.transition"
    _description = "Case transition"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True, help="What the button says.")
    code = fields.Char(required=True, help="Short English word, unique for a kind and a start.")
    kind = fields.Selection(KINDS, required=True, index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    stage_from_id = fields.Many2one(
        "rights.case.stage", required=True, index=True, ondelete="restrict"
    )
    stage_to_id = fields.Many2one(
        "rights.case.stage", required=True, index=True, ondelete="restrict"
    )
    # who
    group_ids = fields.Many2many(
        "res.groups",
        "rights_case_transition_group_rel",
        string="Roles",
        required=True,
    )
    scope = fields.Selection(
        [
            ("unit", "Staff of the responsible unit"),
            ("supervised", "Responsible unit or a unit above it"),
            ("handled", "Any unit that has or had the case"),
            ("assigned", "Only the person it is assigned to"),
        ],
        default="unit",
        required=True,
    )
    # what must be filled, what may be
    required_field_ids = fields.Many2many(
        "rights.case.field", "rights_case_transition_required_rel", string="Must be filled"
    )
    optional_field_ids = fields.Many2many(
        "rights.case.field", "rights_case_transition_optional_rel", string="May be filled"
    )
    checklist_ids = fields.One2many("rights.case.checklist.item", "transition_id")
    needs_basis = fields.Boolean(string="Reason required")
    # what it triggers
    effect = fields.Selection(
        [
            ("register", "Registers the matter and gives it its number"),
            ("register_incomplete", "Gives a number while material is missing"),
            ("transfer", "Hands the matter to another authority"),
            ("accept", "Records the decision to accept"),
            ("reject", "Records the decision not to accept"),
            ("no_longer", "Records the decision to accept no longer"),
            ("dispatch", "Sends the case to another unit"),
            ("receive", "Confirms receipt of a dispatch"),
            ("return", "Returns a dispatch to its sender"),
            ("take", "Takes the case in hand"),
            ("conclude", "Records the result"),
            ("answer", "Answers and closes a consultation"),
            ("reply", "Records the reply"),
            ("follow_up", "Records the follow-up"),
            ("archive", "Binds and seals the dossier"),
            ("reopen", "Opens a new cycle"),
            ("void", "Discards a draft that was never submitted"),
        ],
        help="What the system does besides changing the stage.",
    )
    action_ids = fields.Many2many(
        "ir.actions.server",
        "rights_case_transition_action_rel",
        string="Reactions",
        domain="[('model_id.model', '=', 'rights.case')]",
        help="Server actions that run after the move.",
    )
    # how it looks
    is_main = fields.Boolean(string="Main step", help="The button stands out.")
    confirm = fields.Char(translate=True, help="Asked once before an act that cannot be undone.")
    hotkey = fields.Char(size=1, help="Alt and this key press the button.")

    _code_unique = models.Constraint(
        "UNIQUE (kind, code, stage_from_id)",
        "This kind already has a transition with this code from this stage.",
    )

    @api.constrains("stage_from_id", "stage_to_id")
    def _check_stages(self):
        for transition in self:
            if transition.stage_from_id == transition.stage_to_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s leads to the stage it starts from. Choose another stage.",
                        name=transition.name,
                    )
                )

    @api.depends("name", "stage_from_id.name", "stage_to_id.name")
    def _compute_display_name(self):
        for transition in self:
            if not (transition.name and transition.stage_from_id and transition.stage_to_id):
                transition.display_name = transition.name  # still being entered
                continue
            transition.display_name = self.env._(
                "%(name)s (%(start)s → %(end)s)",
                name=transition.name,
                start=transition.stage_from_id.name,
                end=transition.stage_to_id.name,
            )

    def _get_refusal(self, case):
        """Why the current user may not make this move on this case; None when allowed."""
        self.ensure_one()
        user = self.env.user
        if self.env.su:
            return None
        if not set(self.sudo().group_ids.ids) & set(user._get_group_ids()):
            return self.env._(
                "%(move)s is for: %(roles)s.",
                move=self.name,
                roles=case._enumerate(self.sudo().group_ids.mapped("name")),
            )
        case_sudo = case.sudo()  # the question is about the user's units, not about reading
        if self.scope == "assigned":
            allowed = case_sudo.user_id == user
        elif self.scope == "supervised":
            allowed = case_sudo.station_id in user.rights_supervised_station_ids
        elif self.scope == "handled":
            allowed = bool(case_sudo.chain_station_ids & user.rights_station_ids)
        else:
            allowed = case_sudo.station_id in user.rights_station_ids
        if allowed:
            return None
        return self.env._(
            "%(number)s is with %(unit)s. %(move)s is for: %(scope)s.",
            number=case_sudo.display_name,
            unit=case_sudo.station_id.name,
            move=self.name,
            scope=dict(self._fields["scope"]._description_selection(self.env))[self.scope],
        )

    def _waiting_domain(self):
        """Cases that wait for the current user to make one of these moves (the to-do page)."""
        user = self.env.user
        own, below = user.rights_station_ids.ids, user.rights_supervised_station_ids.ids
        scopes = {
            "unit": Domain("station_id", "in", own),
            "supervised": Domain("station_id", "in", below),
            "handled": Domain("chain_station_ids", "in", own),
            "assigned": Domain("user_id", "=", user.id),
        }
        return Domain.OR(
            scopes[transition.scope]
            & Domain("kind", "=", transition.kind)
            & Domain("stage_id", "=", transition.stage_from_id.id)
            for transition in self.sudo()
            if transition.group_ids & user.all_group_ids and transition.is_main
        )


class RightsCaseChecklistItem(models.Model):
    """A point that must be ticked before a move, added by a business administrator (D13)."""

    _name = "rights.case.checklist.item"
    _description = "Checklist item"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    transition_id = fields.Many2one(
        "rights.case.transition", required=True, index=True, ondelete="cascade"
    )
