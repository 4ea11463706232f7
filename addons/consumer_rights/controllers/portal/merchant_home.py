import base64

from odoo.exceptions import UserError
from odoo.http import request, route
from werkzeug.exceptions import NotFound

from .merchant_page import MerchantPage, for_merchants
from .public_page import in_language


class MerchantHome(MerchantPage):
    """The start page of a merchant, its duties, and who has an account there (MER-17)."""

    @route("/my/merchant", type="http", auth="user", methods=["GET"])
    @in_language
    @for_merchants
    def merchant_choose(self, **kw):
        """Straight to the merchant when there is one; else a list, a venue before its tenants."""
        merchants_sudo = self._merchants()._reached()
        if len(merchants_sudo) == 1:
            return request.redirect(f"/my/merchant/{merchants_sudo.id}")
        own = self._merchants()._served()
        rows = [
            {"id": one.id, "name": one.name, "host": one.host_id.name or "", "own": one in own}
            for one in merchants_sudo.sorted(lambda one: (one not in own, one.id))
        ]
        return self._render("consumer_rights.merchant_choose", {"rows": rows})

    @route("/my/merchant/<int:merchant_id>", type="http", auth="user", methods=["GET"])
    @in_language
    @for_merchants
    def merchant_home(self, merchant_id, **kw):
        merchant_sudo = self._reached(merchant_id)
        return self._merchant_page(
            "consumer_rights.merchant_home", merchant_sudo, merchant_sudo._portal_summary()
        )

    # -- duties (MER-02 to MER-07, MER-18) --------------------------------------------------------

    @route("/my/merchant/<int:merchant_id>/duties", type="http", auth="user", methods=["GET"])
    @in_language
    @for_merchants
    def merchant_duties(self, merchant_id, **kw):
        return self._duties_page(self._served(merchant_id))

    def _duties_page(self, merchant_sudo, error="", wrong_id=None):
        results = dict(
            merchant_sudo.check_ids._fields["result"]._description_selection(request.env)
        )
        values = {
            "checks": [
                (check.item_id.name, check.result, results[check.result], check.checked_on)
                for check in merchant_sudo.check_ids
            ],
            "rectifications": merchant_sudo.rectification_ids,
            "promises": merchant_sudo.promise_ids,
            "error": error,
            "wrong_id": wrong_id,
            "typed": request.params if wrong_id else {},
        }
        return self._merchant_page("consumer_rights.merchant_duties", merchant_sudo, values)

    @route(
        "/my/merchant/<int:merchant_id>/duties/<int:row_id>",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def merchant_answer_duty(self, merchant_id, row_id, answer="", photo=None, **kw):
        """Say what was done about a rectification; other merchants' rows do not exist."""
        merchant_sudo = self._served(merchant_id)
        row_sudo = merchant_sudo.rectification_ids.filtered(lambda row: row.id == row_id)
        if not row_sudo:
            raise NotFound()
        try:
            with request.env.cr.savepoint():
                picture = self._merchant_photo(photo)
                row_sudo._answer(answer, base64.b64encode(picture) if picture else None)
        except UserError as error:
            return self._duties_page(merchant_sudo, str(error), row_id)
        return request.redirect(f"/my/merchant/{merchant_id}/duties")

    # -- people -----------------------------------------------------------------------------------

    @route("/my/merchant/<int:merchant_id>/people", type="http", auth="user", methods=["GET"])
    @in_language
    @for_merchants
    def merchant_people(self, merchant_id, **kw):
        return self._people_page(self._served(merchant_id, "manager"))

    def _people_page(self, merchant_sudo, link="", error=""):
        roles = dict(merchant_sudo.member_ids._fields["role"]._description_selection(request.env))
        values = {
            "roles": roles,
            "members": merchant_sudo.member_ids.filtered(lambda row: not row.ended_at),
            "invitations": merchant_sudo._open_invitations(),
            "tenants": merchant_sudo.tenant_ids,
            "link": link,
            "error": error,
        }
        return self._merchant_page("consumer_rights.merchant_people", merchant_sudo, values)

    @route("/my/merchant/<int:merchant_id>/invite", type="http", auth="user", methods=["POST"])
    @in_language
    @for_merchants
    def merchant_invite(self, merchant_id, role="", tenant="", note="", **kw):
        """A link for somebody of the own people, or for a tenant of the own venue."""
        merchant_sudo = self._served(merchant_id, "manager")
        try:
            link = merchant_sudo._invite_from_portal(role, tenant, note)
        except UserError as error:
            return self._people_page(merchant_sudo, error=str(error))
        return self._people_page(
            merchant_sudo, link=request.httprequest.host_url.rstrip("/") + link
        )

    @route(
        "/my/merchant/<int:merchant_id>/people/<int:member_id>/end",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def merchant_end_member(self, merchant_id, member_id, **kw):
        merchant_sudo = self._served(merchant_id, "manager")
        member = merchant_sudo.member_ids.filtered(lambda row: row.id == member_id)
        if not member:
            raise NotFound()
        try:
            member._end()
        except UserError as error:
            return self._people_page(merchant_sudo, error=str(error))
        return request.redirect(f"/my/merchant/{merchant_id}/people")

    @route(
        "/my/merchant/<int:merchant_id>/invitations/<int:invitation_id>/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
    )
    @in_language
    @for_merchants
    def merchant_withdraw_invitation(self, merchant_id, invitation_id, **kw):
        merchant_sudo = self._served(merchant_id, "manager")
        invitation = merchant_sudo._open_invitations().filtered(lambda row: row.id == invitation_id)
        if not invitation:
            raise NotFound()
        invitation._withdraw()
        return request.redirect(f"/my/merchant/{merchant_id}/people")
