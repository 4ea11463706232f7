from odoo import api, models
from odoo.fields import Domain


class RightsCase(models.Model):
    _inherit = "rights.case"

    @api.model
    def _reroute(self):
        """Propose again for what waits for dispatch: the map or the table has changed."""
        complaints = Domain("kind", "=", "complaint") & Domain("stage_code", "=", "accepted")
        reports = Domain("kind", "=", "report") & Domain("stage_code", "=", "registered")
        received = Domain("kind", "in", ("complaint", "report")) & Domain(
            "stage_code", "=", "handling"
        )
        waiting = Domain("is_closed", "=", False) & (complaints | reports | received)
        centres = Domain("station_id.level", "in", ("city_center", "district_center"))
        cases = self.sudo().search(waiting & centres)
        self.env.add_to_compute(self._fields["dispatch_to_id"], cases)
        cases.invalidate_recordset(["route_action", "route_why", "route_station_ids"], flush=False)


class RightsRouteTable(models.AbstractModel):
    """What a proposal is read from: after a change the cases that wait get a new one."""

    _name = "rights.route.table"
    _description = "Basis of routing"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env["rights.case"]._reroute()
        return records

    def write(self, vals):
        result = super().write(vals)
        self.env["rights.case"]._reroute()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["rights.case"]._reroute()
        return result


class RightsTerritory(models.Model):
    _name = "rights.territory"
    _inherit = ["rights.territory", "rights.route.table"]


class RightsTerritoryPlace(models.Model):
    _name = "rights.territory.place"
    _inherit = ["rights.territory.place", "rights.route.table"]


class RightsTerritoryBoundary(models.Model):
    _name = "rights.territory.boundary"
    _inherit = ["rights.territory.boundary", "rights.route.table"]


class RightsRoutingTopic(models.Model):
    _name = "rights.routing.topic"
    _inherit = ["rights.routing.topic", "rights.route.table"]
