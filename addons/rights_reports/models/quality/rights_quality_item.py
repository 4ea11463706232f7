from odoo import api, fields, models
from odoo.exceptions import ValidationError

# the four parts of the score (QUA-02); how much each weighs is data
PARTS = ("data", "case", "service", "information")
BASE = 100
SIGNALS = [
    ("manual", "Entered by the officer"),
    ("breach", "Missed limit"),
    ("no_dedicated", "No dedicated staff at the end of the month"),
    ("secrecy", "Breach of secrecy"),
    ("sample", "Dissatisfied in the sample"),
    ("refusal", "Service station does not cooperate in the sample"),
    ("information", "Information item missing of the monthly duty"),
]


class RightsQualityPart(models.Model):
    """One of the four parts of the score and the points it holds (QUA-02)."""

    _name = "rights.quality.part"
    _inherit = ["rights.code.mixin"]
    _description = "Part of the quality score"

    code = fields.Char(readonly=True)
    weight = fields.Integer("Points", required=True)

    _code_unique = models.Constraint("UNIQUE (code)", "Another part has this code.")
    _weight_positive = models.Constraint(
        "CHECK (weight >= 0)", "The points of a part are not negative."
    )

    @api.model
    def _get_weights(self):
        """{code: points} of the parts; together they are the base of the score (QUA-01)."""
        parts = self.sudo().with_context(active_test=False).search([])
        weights = {part.code: part.weight for part in parts}
        if set(weights) != set(PARTS) or sum(weights.values()) != BASE:
            raise ValidationError(
                self.env._(
                    "The points of the four parts add up to %(sum)s, and must be %(base)s.",
                    sum=sum(weights.values()),
                    base=BASE,
                )
            )
        return weights


class RightsQualityCause(models.Model):
    """One of the eight causes of circulated criticism and deduction (QUA-12)."""

    _name = "rights.quality.cause"
    _inherit = ["rights.code.mixin"]
    _description = "Assessment cause"

    _code_unique = models.Constraint("UNIQUE (code)", "Another cause has this code.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for cause in self:
            cause.display_name = f"{cause.code} {cause.name}"


class RightsQualityItem(models.Model):
    """A line of the deduction list: for what, how many points, found how (QUA-03, QUA-12).

    who                     may
    staff                   read
    business administrator  write; every change is logged

    A missed limit goes to the line that names its number, all others to the line without numbers.
    A deduction keeps the points that stood here when it was found.
    """

    _name = "rights.quality.item"
    _inherit = ["rights.code.mixin"]
    _description = "Deduction list"
    _rights_quoted = ("points", "signal", "limit_codes")

    part_id = fields.Many2one("rights.quality.part", required=True, ondelete="restrict")
    cause_id = fields.Many2one(
        "rights.quality.cause", "Assessment cause", required=True, ondelete="restrict"
    )
    points = fields.Float(
        required=True,
        digits=(5, 1),
        help="0: what is found is kept, and nobody loses a point for it.",
    )
    rule = fields.Char(required=True, help="The rule that was broken; each deduction names it.")
    signal = fields.Selection(SIGNALS, "Found through", required=True, default="manual")
    limit_codes = fields.Char(
        "Limits", help="Numbers such as TL-23 TL-24; the line without any takes all others."
    )
    needs_case = fields.Boolean("Names a matter", help="Not entered without one (QUA-03).")
    is_correctable = fields.Boolean(
        "Can be corrected", help="It must be corrected after the bulletin is published (QUA-08)."
    )
    is_double = fields.Boolean(
        "Repeats an earlier deduction",
        help="Counts the points of the deduction that was not corrected, times the parameter.",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another line has this code.")
    _points_positive = models.Constraint(
        "CHECK (points BETWEEN 0 AND 100)", "Between 0 and 100 points."
    )

    @api.constrains("signal", "limit_codes", "active")
    def _check_signal(self):
        """Every missed limit has one line, so that it is deducted once (QUA-16)."""
        lines = self.search([("signal", "=", "breach")])
        taken = [code for line in lines for code in line._get_limit_codes()]
        twice = sorted({code for code in taken if taken.count(code) > 1})
        known = self.env["rights.deadline.policy"].sudo().with_context(active_test=False)
        known = set(known.search([]).mapped("code"))
        if twice or set(taken) - known:
            raise ValidationError(
                self.env._(
                    "A limit stands once in the list, and is known: %(codes)s.",
                    codes=", ".join(twice or sorted(set(taken) - known)),
                )
            )
        if len(lines.filtered(lambda line: not line._get_limit_codes())) != 1:
            raise ValidationError(
                self.env._("One line without numbers takes the limits that no other line names.")
            )

    def _get_limit_codes(self):
        return (self.limit_codes or "").replace(",", " ").split()

    @api.model
    def _of_signal(self, signal):
        """The line in force for a signal; empty when nothing is lost for it."""
        return self.sudo().search([("signal", "=", signal)], limit=1)

    @api.model
    def _by_limit(self):
        """({number of a limit: line}, line of all others)"""
        lines = self.sudo().search([("signal", "=", "breach")])
        named = {code: line for line in lines for code in line._get_limit_codes()}
        return named, lines.filtered(lambda line: not line._get_limit_codes())
