"""Language, time zone and money of a new database; read by `odoo shell` before our addons."""

import os

env = env  # noqa: F821  (given by odoo shell)
lang = os.environ["CENTRE_LANG"]
country = env.ref("base.cn")
country.currency_id.active = True
env["res.company"].browse(1).write(
    {"country_id": country.id, "currency_id": country.currency_id.id}
)
env["ir.default"].set("res.partner", "lang", lang)
env["ir.default"].set("res.partner", "tz", "Asia/Shanghai")
everybody = env["res.users"].with_context(active_test=False).search([])
everybody.partner_id.write({"lang": lang, "tz": "Asia/Shanghai"})
env.ref("base.user_admin").password = os.environ["CENTRE_ADMIN_PASSWORD"]
env.cr.commit()
