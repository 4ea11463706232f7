"""Merchants see what they are to settle already (TRI-19, MER-17); signatures are drawn in."""

from odoo import SUPERUSER_ID, api

# stood in the text of DOC-10; the lines for signatures are laid out with the paper now
LINES = """
| 投诉人签名 |  | 日期 | 　　年　　月　　日 |
| 被投诉人签名或者盖章 |  | 日期 | 　　年　　月　　日 |
| 调解员签名 |  | 日期 | 　　年　　月　　日 |
"""


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["rights.case.referral"].search([("ended_at", "=", False)]).case_id._open_to_merchant()
    env["rights.mediation"].search([("state", "=", "open")]).case_id._open_to_merchant()
    template = env.ref("consumer_rights.document_template_agreement")
    if LINES in template.text:
        template.text = template.text.replace(LINES, "")
