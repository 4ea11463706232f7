from odoo import models
from odoo.orm.domains import DomainAnd, DomainCondition, DomainNot, DomainOr

SIGNS = {"!=": "≠", "not in": "≠", ">=": "≥", "<=": "≤", ">": ">", "<": "<"}


class RightsDetailList(models.Model):
    """The condition of a list in words, for readers of its cover who know no field names."""

    _inherit = "rights.detail.list"

    def _say_condition(self):
        self.ensure_one()
        return self._say(self._get_domain())

    def _say(self, domain):
        if isinstance(domain, DomainAnd):
            return "; ".join(map(self._say, domain.children))
        if isinstance(domain, DomainOr):
            return f"({' / '.join(map(self._say, domain.children))})"
        if isinstance(domain, DomainNot):
            return self.env._("not (%(condition)s)", condition=self._say(domain.child))
        if isinstance(domain, DomainCondition):
            return self._say_one(domain)
        return "—"  # every matter

    def _say_one(self, one):
        labels, model = [], self.env["rights.case"]
        for name in one.field_expr.split("."):
            field = model._fields[name]
            labels.append(field._description_string(self.env))
            model = self.env.get(field.comodel_name, model)
        is_one = isinstance(one.value, str) or not hasattr(one.value, "__iter__")
        values = [one.value] if is_one else one.value
        said = ", ".join(self._say_value(field, value) for value in values)
        return f"{' › '.join(labels)} {SIGNS.get(one.operator, '=')} {said}"

    def _say_value(self, field, value):
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if value is False or value is None:
            return self.env._("(empty)")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "many2one" and isinstance(value, int):
            record = self.env[field.comodel_name].sudo().browse(value).exists()  # names of codes
            return record.display_name or str(value)
        return str(value)
