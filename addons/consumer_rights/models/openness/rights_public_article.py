from odoo import fields, models


class RightsPublicArticle(models.Model):
    """A law or a piece of consumer knowledge for the board of the reception place (OPN-08)."""

    _name = "rights.public.article"
    _description = "Law or consumer knowledge"
    _inherit = "rights.public.content"
    _order = "kind desc, sequence, code, number desc"

    name = fields.Char("Title", required=True)
    code = fields.Char(required=True, index=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("law", "Law"), ("knowledge", "Consumer knowledge")], required=True, default="knowledge"
    )
    source = fields.Char(help="Who made it, its number, since when it is in force.")
    body = fields.Text("Text", required=True)

    _version_unique = models.UniqueIndex("(code, number)", "This version exists already.")
    _one_live = models.UniqueIndex(
        "(code) WHERE state = 'live'", "Another version of this text is public."
    )
    _one_open = models.UniqueIndex(
        "(code) WHERE state IN ('draft', 'submitted')",
        "A new version of this text is being written already.",
    )

    def _public_values(self):
        self.ensure_one()
        return {
            "code": self.code,
            "name": self.name,
            "kind": self.kind,
            "source": self.source or "",
            "body": self.body,
            "number": self.number,
            "approved_at": self.approved_at,
        }
