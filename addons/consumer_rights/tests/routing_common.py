"""Territories, a squadron and merchants of the small network, for the tests of routing."""

from contextlib import contextmanager

from odoo.fields import Command
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .deadline_common import DeadlineCommon


class RoutingCommon(DeadlineCommon):
    """District A: 青石街道 is of station_a1, the inner ring road of the squadron; B: 白塔街道."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stations["squadron"] = cls.env["rights.station"].create(
            {
                "name": "测试squadron",
                "code": "CSTAZ",
                "level": "local_station",
                "is_enforcement": True,
                "parent_id": cls.stations["district_a"].id,
            }
        )
        cls.users["squadron"] = cls._create_person("squadron", "station", "squadron")
        cls.users["head_a"] = cls._create_person("head_a", "head", "district_a")
        cls.users["dispatcher2"] = cls._create_person("dispatcher2", "dispatcher", "city")
        cls._territory("station_a1", "青石街道")
        cls._territory("station_b1", "白塔街道")
        cls._zone("squadron", "inner")
        cls._zone("station_a1", "outer")
        # a person is not told of the decision in the same minute here: routing is looked at
        cls.templates.write({"holds_case": False, "needs_delivery": False})

    @classmethod
    def _territory(cls, unit, place):
        return cls.env["rights.territory"].create(
            {
                "name": place,
                "station_id": cls.stations[unit].id,
                "place_ids": [Command.create({"name": place})],
            }
        )

    @classmethod
    def _zone(cls, unit, side):
        return cls.env["rights.territory"].create(
            {
                "name": f"外环路{side}",
                "station_id": cls.stations[unit].id,
                "kind": "zone",
                "boundary_ids": [Command.create({"road": "外环路", "carriageway": side})],
            }
        )

    @classmethod
    def seller(cls, business=False, registered=False, **values):
        number = cls.env["rights.merchant"].search_count([])
        return cls.env["rights.merchant"].create(
            {
                "name": f"测试商家{number}",
                "phone": f"025-8500{number:04d}",
                "business_address": business,
                "registered_address": registered,
                **values,
            }
        )

    @classmethod
    def accepted_at_city(cls, business="青石街道8号", seller=None, **values):
        """An accepted complaint at the city centre that waits for dispatch."""
        seller = seller or cls.seller(business)
        accept = {**cls.ACCEPT, "planned_route": "down"}
        for name in ("handling_mode",):
            accept[name] = values.pop(name, accept[name])
        case = cls.registered_case("clerk", respondent_id=seller.id, **values)
        return cls.move(case, "accept", "clerk", accept)

    @classmethod
    def send(cls, case, login="dispatcher", unit=None, **values):
        """Send to a unit; to the one proposed when none is named."""
        if unit:
            values["dispatch_to_id"] = cls.stations[unit].id
        return cls.move(case, "dispatch", login, values)

    @classmethod
    def reason(cls, code):
        return cls.env.ref(f"consumer_rights.routing_reason_{code}")

    @contextmanager
    def not_stored(self):
        """The database itself refuses what the block writes."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                yield
                self.env.flush_all()
