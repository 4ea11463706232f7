from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.exceptions import UserError
from odoo.http import request, route

from ...models.case.res_partner import CONSUMER_GROUP
from ...models.portal.rights_case_query import CODE
from .public_page import PublicPage, in_language


class Account(PublicPage):
    """Accounts of consumers: opened here, cases linked by number and code, listed under /my."""

    @route("/rights/account", type="http", auth="public", methods=["GET"])
    @in_language
    def account_page(self, **kw):
        return self._render("consumer_rights.public_account", {"values": {}})

    @route("/rights/account", type="http", auth="public", methods=["POST"])
    @in_language
    def account_open(self, login="", name="", password="", altcha="", **kw):
        try:
            self._check_proof("account", altcha)
            self._check_rate()
            with request.env.cr.savepoint():
                request.env["res.users"]._open_consumer_account(login, name, password)
        except UserError as error:
            values = {"login": login[:64], "name": name[:100]}
            return self._render(
                "consumer_rights.public_account", {"values": values, "error": str(error)}
            )
        return request.redirect("/web/login?redirect=/my/cases")

    def _check_rate(self):
        attempts = request.env["rights.portal.attempt"]
        attempts._check_accounts(self._address())

    @route("/my/cases/link", type="http", auth="user", methods=["POST"])
    @in_language
    def link_case(self, number="", code="", **kw):
        """Put an earlier filing under the account of whoever knows its code."""
        partner = self._consumer()
        if not partner:
            return request.redirect("/my")
        cases = request.env["rights.case"]
        case_sudo, level = cases._find_own(number, code, self._address())
        if level != CODE:
            return request.redirect("/my/cases?linked=no")
        (case_sudo.sudo().filing_id.case_ids or case_sudo)._give_access(partner)
        return request.redirect("/my/cases?linked=yes")


class ConsumerPortal(CustomerPortal):
    """The list of the own cases among the pages of the account."""

    def _own_rights_cases(self):
        cases = request.env["rights.case"]
        domain = cases._own_domain(request.env.user.partner_id)
        # the domain names what the account may see, and nothing else
        return cases.sudo().search(domain)

    @route("/my/cases", type="http", auth="user", methods=["GET"], website=True)
    def portal_my_rights_cases(self, linked="", **kw):
        if not request.env.user.has_group(CONSUMER_GROUP):
            return request.redirect("/my")
        steps = request.env["rights.public.step"]
        rows = [
            {
                "id": case.id,
                "number": case.name,
                "subject": case.subject,
                "against": case.respondent_name or "",
                "stage": steps._of(case.stage_id, case.kind).name or case.stage_id.name,
                "day": case.received_at,
            }
            for case in self._own_rights_cases()
        ]
        values = {**self._prepare_portal_layout_values(), "rows": rows, "linked": linked}
        return request.render(
            "consumer_rights.portal_my_rights_cases",
            {**values, "page_name": "rights_cases"},
            headers={"Cache-Control": "no-store"},
        )
