from contextlib import contextmanager
from datetime import date

from odoo.tests import TransactionCase, new_test_user
from odoo.tools import mute_logger

from ..tools.china_time import china_date


class NetworkCase(TransactionCase):
    """A small invented city: a command centre, two districts, three stations, people by post."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        context = dict(lang="en_US", tracking_disable=True, no_reset_password=True)
        cls.env = cls.env(context=dict(cls.env.context, **context))
        cls.city = cls._station("TCITY", "city_center", None)
        cls.district_a = cls._station("TDA", "district_center", cls.city)
        cls.district_b = cls._station("TDB", "district_center", cls.city)
        cls.station_a1 = cls._station("TA1", "local_station", cls.district_a)
        cls.station_a2 = cls._station("TA2", "local_station", cls.district_a)
        cls.station_b1 = cls._station("TB1", "local_station", cls.district_b)
        cls.admin_user = cls._person("net_admin", "business_admin", cls.city)
        cls.head_a = cls._person("net_head_a", "head", cls.district_a)
        cls.clerk = cls._person("net_clerk", "clerk", cls.city)
        cls.officer_a1 = cls._person("net_officer_a1", "station", cls.station_a1)
        cls.dispatcher_a = cls._person("net_dispatcher_a", "dispatcher", cls.district_a)

    @classmethod
    def _station(cls, code, level, parent, **values):
        return cls.env["rights.station"].create(
            {
                "name": f"Unit {code}",
                "code": code,
                "level": level,
                "parent_id": parent and parent.id,
                **values,
            }
        )

    @classmethod
    def _role(cls, key):
        return cls.env.ref(f"consumer_rights.post_template_{key}")

    @classmethod
    def _group(cls, key):
        return cls.env.ref(f"consumer_rights.consumer_rights_group_{key}")

    @classmethod
    def _user(cls, login):
        return new_test_user(cls.env, login, "base.group_user", tz="Asia/Shanghai", lang="en_US")

    @classmethod
    def _post(cls, user, role, station, **values):
        return cls.env["rights.post"].create(
            {
                "user_id": user.id,
                "role_id": cls._role(role).id,
                "station_id": station.id,
                "date_from": values.pop("date_from", min(china_date(), date(2025, 1, 1))),
                **values,
            }
        )

    @classmethod
    def _person(cls, login, role, station, **values):
        """A user with one post: the rights come from the post alone."""
        user = cls._user(login)
        cls._post(user, role, station, **values)
        return user

    def _gaps(self, kind, **columns):
        where = [(name, "=", record.id) for name, record in columns.items()]
        return self.env["rights.network.gap"].search([("kind", "=", kind), *where])

    @contextmanager
    def refused(self, exception, words=""):
        """The block raises, says so in these words, and leaves nothing behind."""
        base = "odoo.addons.base.models"
        quiet = ("odoo.sql_db", f"{base}.ir_model", f"{base}.ir_rule")
        with mute_logger(*quiet), self.assertRaises(exception) as caught:
            yield
        self.assertIn(words, str(caught.exception))
