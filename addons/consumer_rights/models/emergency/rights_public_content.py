from odoo import models
from odoo.exceptions import UserError


class RightsPublicContent(models.AbstractModel):
    """Nothing about a major matter goes public without the principal leader (EMG-11)."""

    _inherit = "rights.public.content"

    def _check_can_publish(self):
        result = super()._check_can_publish()
        blocked = (
            self.env["rights.incident"]
            .sudo()
            .search(  # the register is not everybody's
                [
                    ("closed_at", "=", False),
                    ("publicity_at", "=", False),
                    ("respondent_name", "!=", False),
                ]
            )
        )
        for content in self:
            text = content._get_public_text()
            if incident := blocked.filtered(lambda one, text=text: one.respondent_name in text)[:1]:
                raise UserError(
                    self.env._(
                        "This is about the major matter %(matter)s. The principal leader allows "
                        "its publication first (EMG-11).",
                        matter=incident.name,
                    )
                )
        return result

    def _get_public_text(self):
        """All that the public would read."""
        return "\n".join(
            str(self[name] or "")
            for name, field in self._fields.items()
            if field.type in ("char", "text", "html") and field.store
        )
