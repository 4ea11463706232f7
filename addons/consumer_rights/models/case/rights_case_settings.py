"""What a business administrator may do to the case line, beyond entering stages and moves."""

from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

PREFIX = "consumer_rights."


class RightsFixedCode(models.AbstractModel):
    """Settings that rules, papers and files refer to by code: it is given once and stays.

    Whoever adds an entry need not think of a code, one is made. What the addon brought along
    cannot be deleted: rights and rules lean on it. It can be archived.
    """

    _name = "rights.fixed.code"
    _inherit = ["rights.configured"]
    _description = "Settings with a fixed code"

    code = fields.Char(
        required=True,
        copy=False,
        default=lambda self: f"own_{uuid4().hex[:8]}",
        help="What rules, papers and configuration files call it. It stays as it is once saved.",
    )

    def write(self, vals):
        if any(vals.get("code", record.code) != record.code for record in self):
            raise UserError(
                self.env._("A code stays as it is: rules and files refer to it. Change the name.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shipped(self):
        for record, xmlid in self.get_external_id().items():
            if xmlid.startswith(PREFIX):
                shipped = self.browse(record)
                raise UserError(
                    self.env._(
                        "%(name)s belongs to the case line as delivered. Archive it instead.",
                        name=shipped.display_name,
                    )
                )


class RightsCaseStage(models.Model):
    _name = "rights.case.stage"
    _inherit = ["rights.case.stage", "rights.fixed.code"]


class RightsCaseTransition(models.Model):
    _name = "rights.case.transition"
    _inherit = ["rights.case.transition", "rights.fixed.code"]

    # Server actions hold code, which is the platform administrator's business
    action_ids = fields.Many2many(groups="base.group_system")
    reaction_names = fields.Char(
        "Also happens", compute="_compute_reaction_names", help="Set by the platform administrator."
    )

    def _compute_reaction_names(self):
        for transition in self:
            # the names only: a business administrator sees what happens, not the code
            names = transition.sudo().action_ids.mapped("name")
            transition.reaction_names = ", ".join(names)

    @api.constrains("group_ids")
    def _check_groups(self):
        """A move is for roles of Annex A; any other group would let in people without a role."""
        category = self.env.ref("consumer_rights.module_category_rights")
        for transition in self:
            foreign = transition.group_ids.filtered(
                lambda group: group.privilege_id.category_id != category
            )
            if foreign:
                raise ValidationError(
                    self.env._(
                        "%(group)s is no role of the centre. Choose roles from the list.",
                        group=foreign[0].display_name,
                    )
                )


class RightsCaseChecklistItem(models.Model):
    _name = "rights.case.checklist.item"
    _inherit = ["rights.case.checklist.item", "rights.fixed.code"]

    _code_unique = models.Constraint(
        "UNIQUE (transition_id, code)", "This move already has this point."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ticked(self):
        """What was ticked on a case stays readable there."""
        ticked = (
            self.env["rights.case"].sudo().search([("checklist_done_ids", "in", self.ids)], limit=1)
        )
        if ticked:
            raise UserError(
                self.env._("This point was ticked on cases. Archive it instead of deleting it.")
            )
