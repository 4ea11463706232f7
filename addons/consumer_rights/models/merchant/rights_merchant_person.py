from odoo import fields, models


class RightsMerchantPerson(models.Model):
    """Who answers for what inside a merchant: the principal, the service organisation, the desk.

    A large venue has at least two service staff, trained, covering the opening hours (MER-03); a
    smaller one at least one, full- or part-time (MER-06).
    """

    _name = "rights.merchant.person"
    _description = "Responsible person of a merchant"
    _order = "merchant_id, duty, id"

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="cascade")
    name = fields.Char(required=True)
    duty = fields.Selection(
        [
            ("principal", "Principal"),
            ("department", "Head of a department"),
            ("service_head", "Head of customer service"),
            ("service", "Customer service"),
        ],
        "Function",
        required=True,
        default="service",
    )
    phone = fields.Char()
    is_full_time = fields.Boolean("Full-time")
    trained_on = fields.Date("Trained on")
    date_from = fields.Date("Since", default=fields.Date.context_today)
    active = fields.Boolean(default=True)
