import functools

from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools.image import image_process
from werkzeug.exceptions import NotFound

from ...models.merchant.rights_merchant_member import MERCHANT_GROUP
from ...tools import evidence_check
from .public_page import PublicPage

MOST_PHOTO = 12 * 1024 * 1024


def for_merchants(route):
    """Accounts of merchants only; for everybody else the page does not exist (SEC-11)."""

    @functools.wraps(route)
    def guarded(self, *args, **kw):
        if not request.env.user.has_group(MERCHANT_GROUP):
            raise NotFound()
        return route(self, *args, **kw)

    return guarded


class MerchantPage(PublicPage):
    """What the pages of merchants share: whose they are, and photos that are taken along.

    Portal accounts have no rights on the models. A page asks for the merchant by its id; what the
    account does not reach does not exist.
    """

    def _merchants(self):
        return request.env["rights.merchant"]

    def _reached(self, merchant_id):
        """A merchant whose books the account reads, in superuser mode.

        :raise NotFound: it is not the account's
        """
        if merchant_sudo := self._merchants()._reached(merchant_id):
            return merchant_sudo
        raise NotFound()

    def _served(self, merchant_id, *roles):
        """A merchant that the account acts for, in superuser mode.

        :raise NotFound: it is not the account's, or the role may not do this
        """
        if merchant_sudo := self._merchants()._served(merchant_id, roles or None):
            return merchant_sudo
        raise NotFound()

    def _merchant_page(self, template, merchant_sudo, values=None, status=200):
        members = merchant_sudo.sudo(False)._own_members()
        member = members.filtered(lambda row: row.merchant_id == merchant_sudo)
        frame = {
            "merchant": merchant_sudo,
            "place": f"/my/merchant/{merchant_sudo.id}",
            "role": member.role or "host",
            "is_served": bool(member),
            "is_manager": member.role == "manager",
            "is_one_of_many": len(self._merchants()._reached()) > 1,
        }
        return self._render(template, {**frame, **(values or {})}, status=status)

    @staticmethod
    def _merchant_photo(file):
        """The picture of an upload field, checked and painted anew; empty when none was chosen.

        :raise UserError: it is no picture, too big, or hides something
        """
        if not file or not getattr(file, "filename", ""):
            return False
        content = file.read(MOST_PHOTO + 1)
        uploads = request.env["rights.portal.upload"]
        try:
            if len(content) > MOST_PHOTO:
                raise evidence_check.Refused("big")
            request.env["rights.virus.scanner"].sudo()._check(content)
            kept = evidence_check.check_file(file.filename, content)
            if kept.family != "image":
                raise evidence_check.Refused("type")
        except evidence_check.Refused as refused:
            raise UserError(uploads._say_refusal(refused.code)) from None
        return image_process(kept.content, size=(1920, 1920))
