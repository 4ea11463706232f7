from odoo import fields, models


class RightsMerchantPromise(models.Model):
    """What a merchant promises beyond the law and has posted (MER-09).

    A return that its own promise covers and that it refuses is a breach, which the ledger or a
    case records in its profile.
    """

    _name = "rights.merchant.promise"
    _description = "Posted promise of a merchant"
    _order = "merchant_id, posted_on desc, id desc"
    _rec_name = "terms"

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(
        [
            ("barrier_free", "Barrier-free return and exchange"),
            ("advance", "Advance compensation"),
            ("guarantee", "Beyond the statutory guarantees"),
            ("other", "Other promise"),
        ],
        required=True,
        default="barrier_free",
    )
    scope = fields.Char("For what", required=True, help="Which goods, services and departments.")
    terms = fields.Char(required=True, help="Such as: return without a reason within 30 days.")
    posted_on = fields.Date("Posted on", required=True, default=fields.Date.context_today)
    ended_on = fields.Date("Taken back on")
    photo = fields.Image("Photo of the posted text", max_width=1920, max_height=1920)

    _ends_after = models.Constraint(
        "CHECK (ended_on IS NULL OR ended_on >= posted_on)",
        "A promise cannot be taken back before it was posted.",
    )
