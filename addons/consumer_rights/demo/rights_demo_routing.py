from odoo import models
from odoo.fields import Domain


class RightsDemo(models.AbstractModel):
    """What lies between two hands, by the methods of daily work (TRI-08, TRI-13, TRI-19)."""

    _inherit = "rights.demo"

    def _load_between_hands(self):
        registered = self._latest_complaint("registered", "city_center")
        if registered:
            food = self.env.ref("consumer_rights.division_food")
            clerk = registered.with_user(self._user("clerk"))
            clerk._hand_over(food.with_env(clerk.env), "涉及食品安全，请食品处先行核查")
        accepted = self._latest_complaint("accepted", "city_center")
        if accepted.respondent_id:
            accepted.with_user(self._user("dispatcher"))._refer("special_phone", "phone")
        held = self._latest_complaint("handling", "local_station")
        beside = held.station_id.parent_id.child_ids - held.station_id
        if held.user_id and beside:
            officer = held.with_user(held.user_id)
            officer._raise_dispute(
                beside[0].with_env(officer.env), "denies", "经营者已迁出本所辖区"
            )

    def _latest_complaint(self, stage, level):
        return self.env["rights.case"].search(
            Domain("kind", "=", "complaint")
            & Domain("stage_code", "=", stage)
            & Domain("station_id.level", "=", level)
            & Domain("is_history", "=", False),
            order="received_at desc",
            limit=1,
        )
