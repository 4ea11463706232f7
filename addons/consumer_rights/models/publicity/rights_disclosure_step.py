from odoo import fields, models


class RightsDisclosureStep(models.Model):
    """What happened to a publication, who did it, to which words (DIS-02, DIS-13).

    Rows are only added, and for the reader of the publication to read.
    """

    _name = "rights.disclosure.step"
    _inherit = "rights.append.only"
    _description = "Course of a disclosure"
    _order = "id desc"
    _rec_name = "kind"

    disclosure_id = fields.Many2one(
        "rights.disclosure", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [
            ("submitted", "Submitted"),
            ("returned", "Sent back"),
            ("approved", "Approved"),
            ("reopened", "Approval given up for a change"),
            ("objected", "Objection of a merchant"),
            ("answered", "Objection answered"),
            ("published", "Published"),
            ("replaced", "Replaced by a new version"),
            ("withdrawn", "Withdrawn"),
        ],
        "Step",
        required=True,
    )
    at = fields.Datetime("Time", required=True)
    user_id = fields.Many2one("res.users", "By", required=True, ondelete="restrict")
    content_hash = fields.Char("Hash of the content")
    detail = fields.Text()
