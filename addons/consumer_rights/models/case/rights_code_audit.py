"""Code and rights that the platform administrator changes go to the auditor's log (Annex A)."""

from odoo import models


class IrActionsServer(models.Model):
    """Server actions, those of scheduled jobs and automations among them."""

    _name = "ir.actions.server"
    _inherit = ["ir.actions.server", "rights.configured"]

    _rights_log_type = "code"
    _rights_quoted = ("model_id", "code")

    def run(self):
        """A script run by hand is logged; what jobs and automations run was logged when written."""
        if not self.env.su and self.env.user._is_system():
            for action_sudo in self.sudo().filtered(lambda action: action.state == "code"):
                self.env["rights.audit.log"]._log(
                    "code",
                    model=self._name,
                    res_id=action_sudo.id,
                    detail=self.env._("Run by hand: %(name)s", name=action_sudo.name),
                )
        return super().run()


class IrCron(models.Model):
    _name = "ir.cron"
    _inherit = ["ir.cron", "rights.configured"]

    _rights_log_type = "code"
    _rights_unlogged = frozenset(
        ("nextcall", "lastcall", "failure_count", "first_failure_date", "code", "name")
    )


class BaseAutomation(models.Model):
    _name = "base.automation"
    _inherit = ["base.automation", "rights.configured"]

    _rights_log_type = "code"
    _rights_unlogged = frozenset(("last_run", "message_follower_ids", "message_ids"))


class IrModelFields(models.Model):
    """A field added in the browser may carry code that computes it."""

    _name = "ir.model.fields"
    _inherit = ["ir.model.fields", "rights.configured"]

    _rights_log_type = "code"
    _rights_quoted = ("compute",)


class IrRule(models.Model):
    _name = "ir.rule"
    _inherit = ["ir.rule", "rights.configured"]

    _rights_log_type = "grant"
    _rights_quoted = ("model_id", "groups", "domain_force")


class IrModelAccess(models.Model):
    _name = "ir.model.access"
    _inherit = ["ir.model.access", "rights.configured"]

    _rights_log_type = "grant"
    _rights_quoted = ("model_id", "group_id")
