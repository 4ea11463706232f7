from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.opening_hours import spell, uncovered

SERVING = ("service", "service_head")
# duties of the card that the list of people answers, and how many it takes
LEAST = {"two_staff": "service_staff_large", "one_staff": "service_staff_small"}


class RightsMerchantPerson(models.Model):
    _inherit = "rights.merchant.person"

    works_from = fields.Float("At the desk from", aggregator=None)
    works_to = fields.Float("At the desk until", aggregator=None)

    _hours = models.Constraint(
        "CHECK (works_from BETWEEN 0 AND 24 AND works_to BETWEEN 0 AND 24)",
        "Hours lie between 0:00 and 24:00.",
    )


class RightsMerchant(models.Model):
    """Service staff against what the size class asks for (MER-03, MER-06).

    A large venue has two or more, full- or part-time, who cover the opening hours between them; a
    smaller merchant has one.
    """

    _inherit = "rights.merchant"

    opens_at = fields.Float("Opens at", aggregator=None)
    closes_at = fields.Float("Closes at", aggregator=None)
    service_staff_count = fields.Integer("Service staff", compute="_compute_staffing")
    staffing_gap = fields.Char("Service staff missing", compute="_compute_staffing")

    _opening = models.Constraint(
        "CHECK (opens_at BETWEEN 0 AND 24 AND closes_at BETWEEN 0 AND 24)",
        "Opening hours lie between 0:00 and 24:00.",
    )

    @api.depends(
        *("merchant_type", "area_sqm", "opens_at", "closes_at"),
        *(f"person_ids.{name}" for name in ("duty", "active", "works_from", "works_to")),
    )
    def _compute_staffing(self):
        value = self.env["rights.network.parameter"]._value
        for merchant in self:
            staff = merchant.person_ids.filtered(lambda one: one.active and one.duty in SERVING)
            merchant.service_staff_count = len(staff)
            least = value(LEAST["two_staff" if merchant.is_large_venue else "one_staff"])
            gaps = []
            if len(staff) < least:
                gaps.append(
                    self.env._("%(count)s of %(least)s people", count=len(staff), least=least)
                )
            if merchant.is_large_venue:
                gaps += merchant._uncovered_hours(staff)
            line = gaps[0] if gaps else False
            for gap in gaps[1:]:
                line = self.env._("%(before)s; %(after)s", before=line, after=gap)
            merchant.staffing_gap = line

    def _uncovered_hours(self, staff):
        if not (self.opens_at or self.closes_at):
            return [self.env._("the opening hours are not entered")]
        shifts = [(one.works_from, one.works_to) for one in staff if one.works_from or one.works_to]
        gaps = uncovered(self.opens_at, self.closes_at, shifts)
        return [self.env._("nobody at the desk %(hours)s", hours=spell(gaps))] if gaps else []


class RightsMerchantCheck(models.Model):
    _inherit = "rights.merchant.check"

    staffing_gap = fields.Char("Service staff missing", compute="_compute_staffing_gap")

    @api.depends("item_id.code", "merchant_id.staffing_gap")
    def _compute_staffing_gap(self):
        for check in self:
            counted = check.item_id.code in LEAST
            check.staffing_gap = counted and check.merchant_id.staffing_gap

    @api.constrains("result")
    def _check_staffing(self):
        """Staffing is met only when the list of people says so (MER-03, MER-06)."""
        for check in self:
            if check.result == "pass" and check.staffing_gap:
                raise ValidationError(
                    self.env._(
                        "%(merchant)s does not meet this: %(gap)s. Enter its service staff, or "
                        "record that it is not met.",
                        merchant=check.merchant_id.name,
                        gap=check.staffing_gap,
                    )
                )
