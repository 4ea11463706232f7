from odoo.exceptions import UserError
from odoo.http import request, route

from ...models.merchant.rights_merchant_member import MERCHANT_GROUP
from .public_page import PublicPage, in_language

GONE = 410


class MerchantJoin(PublicPage):
    """The link of an invitation: opens one account at a merchant, once (MER-17)."""

    @route("/rights/join/<string:secret>", type="http", auth="public", methods=["GET"])
    @in_language
    def join_page(self, secret, **kw):
        return self._join_page(self._invitation(secret), secret)

    @route("/rights/join/<string:secret>", type="http", auth="public", methods=["POST"])
    @in_language
    def join(self, secret, login="", name="", password="", **kw):
        invitation_sudo = self._invitation(secret)
        try:
            with request.env.cr.savepoint():
                invitation_sudo._take_up(request.env.user, login, name, password)
        except UserError as error:
            values = {"login": login[:64], "name": name[:100]}
            return self._join_page(invitation_sudo, secret, values, str(error))
        return self._go_in(f"/my/merchant/{invitation_sudo.merchant_id.id}")

    def _invitation(self, secret):
        return request.env["rights.merchant.invitation"]._of_secret(secret)

    def _join_page(self, invitation_sudo, secret, values=None, error=""):
        if refusal := invitation_sudo._refusal():
            return self._render(
                "consumer_rights.merchant_join_refused", {"refusal": refusal}, status=GONE
            )
        roles = dict(invitation_sudo._fields["role"]._description_selection(request.env))
        page = {
            "secret": secret,
            "merchant_name": invitation_sudo.merchant_id.name,
            "role_name": roles[invitation_sudo.role],
            "has_account": request.env.user.has_group(MERCHANT_GROUP),
            "values": values or {},
            "error": error,
        }
        return self._render("consumer_rights.merchant_join", page)
