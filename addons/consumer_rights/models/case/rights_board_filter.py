import ast

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Names that the search box knows when it evaluates a filter
KNOWN_NAMES = frozenset(
    (
        "uid context_today datetime relativedelta time current_date today now true false none "
        "True False None"
    ).split()
)


class IrFilters(models.Model):
    """Board filters: saved searches of cases that everybody finds in the search box (D13).

    who                        may
    everybody                  keep searches of the own
    business administrator     add, change and remove those for all, without reading a case

    The record rules carry it (board_filter_rules.xml).
    """

    _name = "ir.filters"
    _inherit = ["ir.filters", "rights.configured"]

    is_board_filter = fields.Boolean(compute="_compute_is_board_filter", compute_sudo=True)

    def _rights_is_logged(self):
        # a search that somebody keeps for oneself is no configuration
        return super()._rights_is_logged() and any(self.mapped("is_board_filter"))

    def write(self, vals):
        shared = self.filtered("is_board_filter")
        result = super().write(vals)
        newly = self.filtered("is_board_filter") - shared
        newly._rights_log_config(
            {
                board_filter: self.env._("Shared with all: %(name)s", name=board_filter.name)
                for board_filter in newly
            }
        )
        return result

    @api.depends("user_ids", "model_id")
    def _compute_is_board_filter(self):
        for board_filter in self:
            board_filter.is_board_filter = not board_filter.user_ids and (
                board_filter.model_id or ""
            ).startswith("rights.")

    @api.constrains("domain", "model_id", "user_ids")
    def _check_board_domain(self):
        """A filter for all that cannot be evaluated would break the board of everybody."""
        for board_filter in self:
            if not board_filter.is_board_filter:
                continue
            try:
                board_filter._validate_domain_text()
            except (SyntaxError, ValueError) as error:
                raise ValidationError(
                    self.env._(
                        "The conditions of %(name)s cannot be evaluated (%(error)s). Choose them"
                        " again from the lists.",
                        name=board_filter.name,
                        error=error,
                    )
                ) from error

    def _validate_domain_text(self):
        """Check fields and names of the domain without running it: it may hold ``uid`` or a date.

        :raise ValueError: an unknown name, a field that does not exist or that nobody reads
        """
        tree = ast.parse((self.domain or "[]").strip(), mode="eval")
        unknown = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - KNOWN_NAMES
        if unknown:
            raise ValueError(", ".join(sorted(unknown)))
        if not isinstance(tree.body, ast.List):
            raise ValueError(self.domain)
        for node in ast.walk(tree):
            if (
                isinstance(node, (ast.Tuple, ast.List))
                and len(node.elts) == 3
                and all(isinstance(part, ast.Constant) for part in node.elts[:2])
                and isinstance(node.elts[0].value, str)
            ):
                self._validate_path(node.elts[0].value)

    def _validate_path(self, path):
        """Whoever adds the filter reads no case; that the fields exist is checked all the same."""
        model = self.env[self.model_id].sudo(False)
        for name in path.split("."):
            field = model._fields.get(name)
            if not field or not model._has_field_access(field, "read"):
                raise ValueError(path)
            if not field.relational:
                break
            model = self.env[field.comodel_name]
