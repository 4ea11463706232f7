from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """The sending of a product notice has a clock (TL-46): for those of before as it went."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    notices = env["rights.product.notice"].search([("clock_ids", "=", False)])
    for notice in notices:
        notice._clock_event("product_reported", notice.reported_at)
        if notice.sent_at:
            notice._clock_event("product_notice_sent", notice.sent_at)
