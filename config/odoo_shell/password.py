"""Gives the administrator a password; read by `odoo shell`."""

import os

env = env  # noqa: F821  (given by odoo shell)
env.ref("base.user_admin").password = os.environ["CENTRE_ADMIN_PASSWORD"]
env.cr.commit()
