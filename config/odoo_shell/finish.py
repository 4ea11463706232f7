"""After an install or upgrade; read by `odoo shell`.

Builds scripts and style sheets, so that the first person does not wait for them, and prints the
demonstration accounts for the start script.
"""

import json

env = env  # noqa: F821  (given by odoo shell)
qweb = env["ir.qweb"]
for bundles, kind in zip(qweb._get_bundles_to_pregenarate(), ("js", "css"), strict=True):
    for bundle in sorted(bundles):
        if "test" not in bundle:
            chosen = {"js": kind == "js", "css": kind == "css"}
            getattr(qweb._get_asset_bundle(bundle, **chosen), kind)()
users = env["res.users"]
accounts = users._rights_demo_accounts() if hasattr(users, "_rights_demo_accounts") else []
print("ACCOUNTS " + json.dumps([list(account) for account in accounts]))
env.cr.commit()
