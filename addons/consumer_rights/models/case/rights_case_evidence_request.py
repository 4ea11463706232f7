from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .rights_append_only import Pass


class RightsCase(models.Model):
    """Evidence is asked from the consumer in one list, once (HND-08)."""

    _inherit = "rights.case"

    def action_request_evidence(self, items, override_reason=None):
        """Record the one list of evidence that the consumer is asked for.

        :param items: the list in words
        :param override_reason: a head may ask once more with a reason; it stands in the record
        :raise UserError: a list was asked for already
        """
        self.ensure_one()
        self.check_access("write")
        if not (items or "").strip():
            raise UserError(self.env._("List what the person should hand in."))
        if self.evidence_request:
            if not override_reason:
                raise UserError(
                    self.env._(
                        "Evidence was asked for on %(day)s already. Everything needed belongs in "
                        "one list; only a head may ask again, with a reason.",
                        day=self.evidence_request_at.date(),
                    )
                )
            if not self.env.user.has_group("consumer_rights.consumer_rights_group_head"):
                raise AccessError(self.env._("Only a head may ask for evidence a second time."))
        self.with_context(rights_gate=Pass()).write(
            {"evidence_request": items, "evidence_request_at": fields.Datetime.now()}
        )
        basis = items if not override_reason else f"{items} ({override_reason})"
        self._append_events([{"type": "progress", "basis": basis}])
        return True
