from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class RightsMerchant(models.Model):
    """What the pages of a merchant show and do. Called in superuser mode on a merchant that
    ``_reached`` or ``_served`` gave."""

    _inherit = "rights.merchant"

    def _portal_summary(self):
        """What waits for the people of the merchant, for its start page."""
        self.ensure_one()
        return {
            "to_put_right": len(self.rectification_ids.filtered(lambda row: row.state == "open")),
            "cases_waiting": self._count_waiting_cases(),
        }

    def _count_waiting_cases(self):
        """Complaints that the current account sees and the merchant is to answer (MED-07)."""
        cases = self.env["rights.case"]
        talking = Domain("referral_ids", "any", [("ended_at", "=", False)])
        talking |= Domain("mediation_ids", "any", [("state", "=", "open")])
        domain = Domain(cases._merchant_domain(self.env.user)) & talking
        rows = cases.sudo().search(domain & Domain("respondent_id", "=", self.id), limit=100)
        return sum(case._merchant_row()["waits"] for case in rows)

    def _open_invitations(self):
        """Invitations of the merchant and, of a venue, of its tenants."""
        invitations = (self | self.tenant_ids).invitation_ids
        return invitations.filtered(lambda row: row.state == "open" and not row._refusal())

    def _invite_from_portal(self, role, tenant, note):
        """The path of a new invitation by the manager of this merchant.

        :param tenant: id of a tenant of the venue, for the role of a tenant
        """
        self.ensure_one()
        target = self
        if role == "tenant":
            target = self.tenant_ids.filtered(lambda one: str(one.id) == tenant)
            if not target:
                raise UserError(self.env._("Choose the tenant that the link is for."))
        elif role not in ("manager", "desk"):
            raise UserError(self.env._("Choose what the person does at the merchant."))
        return self.env["rights.merchant.invitation"]._invite(target, role, note)[1]
