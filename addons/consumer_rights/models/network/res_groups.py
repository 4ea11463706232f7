from odoo import api, models


class ResGroups(models.Model):
    """Groups can be handed out from their own side too: the audit log must not miss it (Annex A).

    What an addon defines while it is being installed is no grant.
    """

    _inherit = "res.groups"

    def _rights_names(self):
        """External ids, which unlike names mean the same in every language."""
        xmlids = self.sudo().get_external_id()
        return ", ".join(sorted(xmlids[group.id] or str(group.id) for group in self))

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        for group in groups if self.env.registry.ready else ():
            group._rights_log_users(self.env["res.users"])
            group._rights_log_implied(self.browse())
        return groups

    def write(self, vals):
        watched = {"user_ids", "all_user_ids", "implied_ids", "implied_by_ids"} & vals.keys()
        if not watched or not self.env.registry.ready:
            return super().write(vals)
        before = {group: (group.sudo().user_ids, group.sudo().implied_ids) for group in self}
        result = super().write(vals)
        for group, (users, implied) in before.items():
            group._rights_log_users(users)
            group._rights_log_implied(implied)
        return result

    def _rights_log_users(self, before):
        after = self.sudo().user_ids  # the log must be complete whatever the writer may read
        for kind, users in (("grant", after - before), ("revoke", before - after)):
            for user in users:
                self.env["rights.audit.log"]._log(
                    kind, model="res.users", res_id=user.id, detail=self._rights_names()
                )

    def _rights_log_implied(self, before):
        after = self.sudo().implied_ids
        for kind, groups in (("grant", after - before), ("revoke", before - after)):
            if groups:
                self.env["rights.audit.log"]._log(
                    kind,
                    model="res.groups",
                    res_id=self.id,
                    count=len(groups),
                    detail=f"{self._rights_names()}: {groups._rights_names()}",
                )
