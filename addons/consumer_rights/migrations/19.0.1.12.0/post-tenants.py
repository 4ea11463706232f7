"""A tenant without a unit is supervised by that of its host venue (TRI-04, MER-12)."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    tenants = env["rights.merchant"].search(
        [("station_id", "=", False), ("host_id.station_id", "!=", False)]
    )
    for tenant in tenants:
        tenant.station_id = tenant.host_id.station_id
