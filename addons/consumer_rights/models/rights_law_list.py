from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.china_time import china_date
from ..tools.flag_search import search_flag


class RightsLawList(models.AbstractModel):
    """A code list that a law brings for its time: reasons are chosen by the day of the decision.

    When the law changes, the old list is ended and the new one entered; both stay (LIM-12).
    """

    _name = "rights.law.list"
    _inherit = "rights.code.mixin"
    _description = "Code list of a law"
    _order = "date_from desc, sequence, id"

    number = fields.Integer(
        "No.", aggregator=None, help="Number of the reason in the list of its law."
    )
    law = fields.Char(required=True, translate=True)
    date_from = fields.Date("In force from", required=True, index=True)
    date_to = fields.Date("In force until", help="Last day; empty while the law is in force.")
    is_in_force = fields.Boolean(
        "In force today", compute="_compute_is_in_force", search="_search_is_in_force"
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another reason has this code.")
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "The last day cannot be before the first.",
    )

    @api.depends("date_from", "date_to")
    def _compute_is_in_force(self):
        today = china_date()
        for reason in self:
            reason.is_in_force = reason._holds_on(today)

    def _search_is_in_force(self, operator, value):
        return search_flag(self._domain_in_force(china_date()), operator, value)

    @api.model
    def _domain_in_force(self, day):
        return Domain("date_from", "<=", day) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", day)
        )

    @api.model
    def _in_force_on(self, day):
        """The list in force on a day, in the order of the law."""
        return self.search(self._domain_in_force(day), order="sequence, id")

    def _holds_on(self, day):
        self.ensure_one()
        return bool(self.date_from) and self.date_from <= day <= (self.date_to or date.max)

    def _check_in_force_on(self, day):
        """Refuse a reason of a list that was not in force when the decision was made."""
        for reason in self:
            if not reason._holds_on(day):
                raise ValidationError(
                    self.env._(
                        "The reason %(reason)s (%(law)s) was not in force on %(day)s. "
                        "Choose one of the list of that day.",
                        reason=reason.name,
                        law=reason.law,
                        day=fields.Date.to_string(day),
                    )
                )
