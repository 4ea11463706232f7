import re
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

CONVERSION_KINDS = [
    ("food", "Food that seriously affects health"),
    ("agri", "Fake or shoddy farm supplies"),
    ("group", "Group complaint"),
    ("influence", "Bad social influence"),
]
CONDITIONS = ("class_ids", "nature_ids", "keywords", "least_people", "least_cases", "least_amount")


class RightsEmergencyCriterion(models.Model):
    """By what the system recognises a matter that cannot wait (EMG-01, EMG-07, ENF-07).

    who                     may
    staff                   read
    business administrator  write

    A matter is recognised when everything that is filled in here is true of it.
    """

    _name = "rights.emergency.criterion"
    _inherit = ["rights.code.mixin"]
    _description = "Sign of an emergency"

    effect = fields.Selection(
        [
            ("response", "Starts a quick response"),
            ("conversion", "Must become an enforcement case"),
            ("major", "Is reported upward as a major matter"),
        ],
        required=True,
    )
    conversion_kind = fields.Selection(
        CONVERSION_KINDS,
        "Kind of conversion",
        help="Of a quick response: the flag that is set when its command goes out.",
    )
    for_complaint = fields.Boolean("Complaints", default=True)
    for_report = fields.Boolean("Reports", default=True)
    # conditions: all that are filled in
    class_ids = fields.Many2many(
        "rights.category",
        "rights_emergency_criterion_class_rel",
        string="Goods or service classes",
        domain=[("kind", "in", ("goods", "service"))],
        help="Subdivisions included.",
    )
    nature_ids = fields.Many2many(
        "rights.category",
        "rights_emergency_criterion_nature_rel",
        string="Problem natures",
        domain=[("kind", "=", "nature")],
    )
    keywords = fields.Text(help="One of these words in the subject, the facts or the request.")
    least_people = fields.Integer("Complainants, at least")
    least_cases = fields.Integer("Linked cases against one merchant, at least")
    within_days = fields.Integer("Within days", default=30)
    least_amount = fields.Integer("Amount in dispute, at least (yuan)")

    _code_unique = models.Constraint("UNIQUE (code)", "Another sign has this code.")

    @api.constrains("effect", "conversion_kind", *CONDITIONS)
    def _check_conditions(self):
        for criterion in self:
            if not any(criterion[name] for name in CONDITIONS):
                raise ValidationError(
                    self.env._(
                        "%(sign)s would be true of every matter. Enter a condition.",
                        sign=criterion.name,
                    )
                )
            if criterion.effect == "conversion" and not criterion.conversion_kind:
                raise ValidationError(
                    self.env._("%(sign)s: choose the kind of conversion.", sign=criterion.name)
                )

    @api.model
    @tools.ormcache()
    def _get_active_ids(self):
        return self.sudo().search([]).ids

    def _recognise(self, case):
        """Those of these signs that are true of the case, in superuser mode."""
        return self.filtered(lambda criterion: criterion._is_true_of(case))

    def _is_true_of(self, case):
        self.ensure_one()
        if not self[f"for_{case.kind}"]:
            return False
        if self.class_ids and not self._covers_class(case.item_class_id):
            return False
        if self.nature_ids and case.category_id not in self.nature_ids:
            return False
        if self.keywords and not self._finds_word(case):
            return False
        if self.least_people and case._emergency_people() < self.least_people:
            return False
        if self.least_amount and case.amount_dispute < self.least_amount:
            return False
        return not self.least_cases or self._counts_cases(case)

    def _covers_class(self, category):
        return any(
            (category.parent_path or "").startswith(wide.parent_path) for wide in self.class_ids
        )

    def _finds_word(self, case):
        text = "\n".join(filter(None, (case.subject, case.facts, case.request)))
        return any(word in text for word in re.split(r"[\s,，、;；]+", self.keywords) if word)

    def _counts_cases(self, case):
        """ENF-07: linked cases against the same merchant within some days, this one included."""
        since = case.received_at - timedelta(days=self.within_days)
        linked = case._emergency_linked().filtered_domain(
            Domain("received_at", ">=", since) & Domain("respondent_id", "=", case.respondent_id.id)
        )
        return bool(case.respondent_id) and len(linked | case) >= self.least_cases

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
