from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.flag_search import search_flag

# whom the opinion on service desks means; of a market it is the organiser (MER-02)
LARGE_TYPES = ("supermarket", "mall", "farmers_market", "wholesale_market")
THRESHOLD = "large_venue_area"


class RightsMerchant(models.Model):
    """What the station keeps of a merchant: people, promises, duties (MER-01 to MER-09).

    The size class follows from type and area: a venue of 6,000 m² and more has a service
    organisation, two or more service staff, a desk at the entrance and a fair scale.
    """

    _inherit = "rights.merchant"

    opening_hours = fields.Char(help="Service staff must cover them in a large venue (MER-03).")
    class_ids = fields.Many2many("rights.category", string="Goods and services")
    officer_ids = fields.Many2many(
        "res.users",
        "rights_merchant_officer_rel",
        "merchant_id",
        "user_id",
        "Responsible officers",
        domain=[("share", "=", False)],
    )
    person_ids = fields.One2many("rights.merchant.person", "merchant_id", "Responsible people")
    promise_ids = fields.One2many("rights.merchant.promise", "merchant_id", "Posted promises")
    check_ids = fields.One2many("rights.merchant.check", "merchant_id", "Check-list")
    rectification_ids = fields.One2many(
        "rights.merchant.rectification", "merchant_id", "Rectifications"
    )
    member_ids = fields.One2many("rights.merchant.member", "merchant_id", "Accounts")
    invitation_ids = fields.One2many("rights.merchant.invitation", "merchant_id", "Invitations")

    is_large_venue = fields.Boolean(
        "Large venue",
        compute="_compute_is_large_venue",
        search="_search_is_large_venue",
        help="A supermarket, mall or market of 6,000 m² and more (MER-02).",
    )
    size_class = fields.Selection(
        [("large", "6,000 m² and more"), ("small", "Smaller")],
        "Size class",
        compute="_compute_is_large_venue",
    )
    missing = fields.Char("What is missing", compute="_compute_missing")
    is_incomplete = fields.Boolean(
        "Incomplete", compute="_compute_missing", search="_search_is_incomplete"
    )
    passed_count = fields.Integer(compute="_compute_check_counts")
    failed_count = fields.Integer(compute="_compute_check_counts")
    check_count = fields.Integer(compute="_compute_check_counts")
    tenant_case_count = fields.Integer("Cases about tenants", compute="_compute_tenant_case_count")

    # -- size class (MER-02) ----------------------------------------------------------------------

    @api.model
    def _large_area(self):
        return self.env["rights.network.parameter"]._value(THRESHOLD)

    @api.depends("merchant_type", "area_sqm")
    def _compute_is_large_venue(self):
        least = self._large_area()
        for merchant in self:
            is_large = merchant.merchant_type in LARGE_TYPES and merchant.area_sqm >= least
            merchant.is_large_venue = is_large
            merchant.size_class = "large" if is_large else "small"

    def _search_is_large_venue(self, operator, value):
        large = Domain("merchant_type", "in", LARGE_TYPES) & Domain(
            "area_sqm", ">=", self._large_area()
        )
        return search_flag(large, operator, value)

    # -- completeness (MER-01) --------------------------------------------------------------------

    @api.depends("area_sqm", "territory_id", "merchant_type", "principal")
    def _compute_missing(self):
        names = ("merchant_type", "area_sqm", "territory_id", "principal")
        labels = {
            name: self._fields[name].get_description(self.env, ["string"])["string"]
            for name in names
        }
        for merchant in self:
            gaps = [labels[name] for name in names if not merchant[name]]
            merchant.missing = self.env["rights.case"]._enumerate(gaps) if gaps else False
            merchant.is_incomplete = bool(gaps)

    def _search_is_incomplete(self, operator, value):
        gaps = Domain.OR(
            [
                Domain("merchant_type", "=", False),
                Domain("area_sqm", "=", 0),
                Domain("territory_id", "=", False),
                Domain("principal", "=", False),
            ]
        )
        return search_flag(gaps, operator, value)

    # -- duties (MER-18) --------------------------------------------------------------------------

    @api.depends("check_ids.result")
    def _compute_check_counts(self):
        for merchant in self:
            results = merchant.check_ids.mapped("result")
            merchant.check_count = len(results)
            merchant.passed_count = results.count("pass")
            merchant.failed_count = results.count("fail")

    def action_open_check_list(self):
        """The card of the merchant: one row for each duty of its size class (MER-18)."""
        self.ensure_one()
        self.check_access("read")
        # who may read the merchant may look at its card; the rows are empty until checked
        self.sudo()._prepare_checks()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Duties of %(merchant)s", merchant=self.name),
            "res_model": "rights.merchant.check",
            "view_mode": "list,form",
            "domain": [("merchant_id", "=", self.id)],
            "context": {"create": False},
        }

    def _prepare_checks(self):
        """A row for each duty that the merchant has by now, and none for what was never checked
        and is no longer a duty."""
        items = self.env["rights.merchant.check.item"].search([])
        vals_list = []
        for merchant in self:
            due = items.filtered("for_large" if merchant.is_large_venue else "for_small")
            stale = merchant.check_ids.filtered(
                lambda row, due=due: row.result == "open" and row.item_id not in due
            )
            stale.unlink()
            known = merchant.check_ids.item_id
            vals_list += [{"merchant_id": merchant.id, "item_id": item.id} for item in due - known]
        self.env["rights.merchant.check"].create(vals_list)

    def _fail_check(self, code, finding):
        """A duty that the merchant was seen to miss, by our own record of it (MER-05)."""
        self.ensure_one()
        self._prepare_checks()
        row = self.check_ids.filtered(lambda check: check.item_id.code == code)
        row.write({"result": "fail", "note": finding})

    # -- tenants (MER-19) -------------------------------------------------------------------------

    @api.depends("tenant_ids")
    @api.depends_context("uid")
    def _compute_tenant_case_count(self):
        """Cases about tenants show on the card of the host venue, as far as the user sees them."""
        cases = self.env["rights.case"]
        may_read = cases.has_access("read")
        for merchant in self:
            merchant.tenant_case_count = (
                cases.search_count(merchant._tenant_case_domain())
                if may_read and merchant.tenant_ids
                else 0
            )

    def _tenant_case_domain(self):
        return Domain("respondent_id", "child_of", self.ids) & Domain(
            "respondent_id", "not in", self.ids
        )

    def action_view_tenant_cases(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cases about tenants of %(merchant)s", merchant=self.name),
            "res_model": "rights.case",
            "view_mode": "list,kanban,form",
            "domain": list(self._tenant_case_domain()),
            "context": {"create": False},
        }
