from odoo import api, fields, models
from odoo.exceptions import ValidationError

BODIES = [
    ("place", "Unit of the merchant's place"),
    ("squadron", "Enforcement squadron of the merchant's district"),
    ("unit", "One unit for all"),
    ("outside", "Another authority"),
]


class RightsRoutingTopic(models.Model):
    """One row of the topic table: which body a kind of matter belongs to (TRI-14).

    who                     may
    staff                   read
    business administrator  write

    The first row that fits decides. The division that answers for the matter comes from the
    categories (ORG-14), unless the row names one.
    """

    _name = "rights.routing.topic"
    _inherit = "rights.code.mixin"
    _description = "Topic of routing"

    for_complaint = fields.Boolean("Complaints", default=True)
    for_report = fields.Boolean("Reports", default=True)
    nature_ids = fields.Many2many(
        "rights.category",
        "rights_routing_topic_nature_rel",
        string="Problem natures",
        domain=[("kind", "=", "nature")],
        help="With their subdivisions; empty when the class alone decides",
    )
    class_ids = fields.Many2many(
        "rights.category",
        "rights_routing_topic_class_rel",
        string="Goods and service classes",
        domain=[("kind", "in", ("goods", "service"))],
        help="With their subdivisions; empty when the nature alone decides",
    )
    body = fields.Selection(BODIES, "Responsible body", required=True, default="place")
    station_id = fields.Many2one("rights.station", "Unit", ondelete="restrict")
    body_id = fields.Many2one("rights.partner.body", "Authority", ondelete="restrict")
    division_id = fields.Many2one(
        "rights.division",
        "Division that answers",
        ondelete="restrict",
        help="Empty when the division of the category does",
    )
    complexity = fields.Selection(
        [
            ("simple", "Simple"),
            ("ordinary", "Ordinary"),
            ("complex", "Complex"),
            ("major", "Major"),
        ],
        "Usual complexity",
        required=True,
        default="ordinary",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another topic has this code.")

    @api.constrains("nature_ids", "class_ids", "body", "station_id", "body_id")
    def _check_topic(self):
        for topic in self:
            if not (topic.nature_ids or topic.class_ids):
                raise ValidationError(
                    self.env._("%(topic)s: name the natures or the classes.", topic=topic.name)
                )
            if topic.body == "unit" and not topic.station_id:
                raise ValidationError(
                    self.env._("%(topic)s: name the unit for all.", topic=topic.name)
                )
            if topic.body == "outside" and not topic.body_id:
                raise ValidationError(
                    self.env._("%(topic)s: name the authority.", topic=topic.name)
                )

    @api.model
    def _for_case(self, case):
        """The row that decides for a case; none when its topic is not in the table."""
        for topic in self.sudo().search([]):  # the table is the same for every caller
            if topic._fits(case):
                return topic
        return self.sudo().browse()

    def _fits(self, case):
        self.ensure_one()
        kinds = {"complaint": self.for_complaint, "report": self.for_report}
        return (
            kinds.get(case.kind, False)
            and self._covers(self.nature_ids, case.category_id)
            and self._covers(self.class_ids, case.item_class_id)
        )

    @api.model
    def _covers(self, categories, category):
        if not categories:
            return True
        above = {int(part) for part in (category.parent_path or "").split("/") if part}
        return bool(above.intersection(categories.ids))
