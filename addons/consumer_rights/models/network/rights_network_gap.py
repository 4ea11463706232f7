from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.china_time import china_date
from .rights_station import OFFICIAL_LEVELS
from .rights_studio import STUDIO_KINDS

# (key, label): the place in this list makes the row's id, so new ones go to the end
GAPS = [
    ("studio_missing", "Studio missing"),
    ("studio_understaffed", "Studio below its minimum"),
    ("no_dedicated", "No dedicated staff"),
    ("no_dispatcher", "No dispatcher"),
    ("no_head", "County centre without head"),
    ("no_territory", "Station without territory"),
    ("no_plan", "Work plan overdue"),
    ("no_guidance", "No guidance in the last half-year"),
    ("no_guidance_yet", "No guidance yet in this half-year"),
    ("no_division", "Category without division"),
]


class RightsNetworkGap(models.Model):
    """What the network lacks today: one row a gap, worked out anew at every look.

    who                                         may
    head, dispatcher, docking, quality officer  read, own unit and below
    business administrator                      read
    """

    _name = "rights.network.gap"
    _description = "Gap in the network"
    _auto = False
    _order = "is_red desc, kind, station_id, id"
    _rec_name = "kind"
    _depends = {
        "rights.station": ["active", "level", "is_dispatch_centre", "min_dedicated"],
        "rights.studio": ["active", "station_id", "kind", "min_staff"],
        "rights.post": [
            "user_id",
            "station_id",
            "studio_id",
            "role_id",
            "is_dedicated",
            "date_from",
            "date_to",
            "ended_at",
        ],
        "rights.post.template": ["group_ids"],
        "rights.county.centre": ["station_id", "active", "head_id"],
        "rights.territory": ["station_id", "active"],
        "rights.work.plan": ["studio_id", "year"],
        "rights.guidance": ["target_station_id", "date"],
        "rights.category": ["active", "kind", "division_id", "parent_id"],
        "rights.network.parameter": ["value"],
        "res.users": ["active"],
    }

    kind = fields.Selection(GAPS, "Gap", readonly=True)
    is_red = fields.Boolean("Red item", readonly=True)
    station_id = fields.Many2one("rights.station", "Unit", readonly=True)
    station_level = fields.Selection(related="station_id.level")
    studio_id = fields.Many2one("rights.studio", readonly=True)
    studio_kind = fields.Selection(STUDIO_KINDS, "Kind of studio", readonly=True)
    category_id = fields.Many2one("rights.category", readonly=True)
    found = fields.Integer("There are", readonly=True, aggregator=None)
    wanted = fields.Integer("Needed", readonly=True, aggregator=None)

    @property
    def _table_query(self):
        return self._query(china_date())

    @api.model
    def _query(self, today):
        """The gaps as of a day, also a past one: posts keep their periods (QUA-12 asks monthly)."""
        return SQL(" UNION ALL ").join(
            SQL("(%s)", part)
            for part in (
                self._sql_studios(today),
                self._sql_staff(today),
                self._sql_duties(today),
                self._sql_categories(),
            )
        )

    def _row(self, kind, res_id, is_red=True, **columns):
        """The select list of one kind of gap."""
        place = [key for key, _label in GAPS].index(kind)
        null = SQL("NULL::integer")
        return SQL(
            """%s + %s AS id, %s AS kind, %s AS is_red, %s AS station_id, %s AS studio_id,
               %s AS studio_kind, %s AS category_id, %s AS found, %s AS wanted""",
            place * 200_000_000,
            res_id,
            kind,
            is_red,
            columns.get("station", null),
            columns.get("studio", null),
            columns.get("studio_kind", SQL("NULL::varchar")),
            columns.get("category", null),
            columns.get("found", SQL("0")),
            columns.get("wanted", SQL("1")),
        )

    def _sql_in_force(self, today):
        """Posts of people who work: in force that day, account not locked."""
        current = SQL("AND p.ended_at IS NULL") if today == china_date() else SQL()
        return SQL(
            """(SELECT p.* FROM rights_post p JOIN res_users u ON u.id = p.user_id AND u.active
                 WHERE p.date_from <= %s AND (p.date_to IS NULL OR p.date_to >= %s) %s)""",
            today,
            today,
            current,
        )

    def _sql_studios(self, today):
        """ORG-05: the city's four studios exist, and each studio has its least staff."""
        kinds = SQL(", ").join(
            SQL("(%s, %s)", place, kind) for place, (kind, _label) in enumerate(STUDIO_KINDS)
        )
        return SQL(
            """
            SELECT %s FROM rights_station s, (VALUES %s) AS k(place, kind)
             WHERE s.active AND s.level = 'city_center'
               AND NOT EXISTS (SELECT FROM rights_studio r
                                WHERE r.station_id = s.id AND r.kind = k.kind AND r.active)
            UNION ALL
            SELECT %s FROM rights_studio r
              JOIN rights_station s ON s.id = r.station_id AND s.active
              LEFT JOIN LATERAL (SELECT count(DISTINCT p.user_id) AS n FROM %s p
                                  WHERE p.studio_id = r.id) c ON TRUE
             WHERE r.active AND c.n < r.min_staff
            """,
            self._row(
                "studio_missing",
                SQL("s.id * 4 + k.place"),
                station=SQL("s.id"),
                studio_kind=SQL("k.kind"),
            ),
            kinds,
            self._row(
                "studio_understaffed",
                SQL("r.id"),
                station=SQL("s.id"),
                studio=SQL("r.id"),
                studio_kind=SQL("r.kind"),
                found=SQL("c.n::integer"),
                wanted=SQL("r.min_staff"),
            ),
            self._sql_in_force(today),
        )

    def _sql_staff(self, today):
        """ORG-08 dedicated staff, ORG-03 a dispatcher at every dispatch centre, ORG-17 a head."""
        dispatcher = self.env.ref("consumer_rights.consumer_rights_group_dispatcher")
        templates = self.env["rights.post.template"].sudo().with_context(active_test=False)
        dispatching = templates.search([("group_ids.all_implied_ids", "in", dispatcher.ids)])
        return SQL(
            """
            SELECT %s FROM rights_station s
              LEFT JOIN LATERAL (SELECT count(DISTINCT p.user_id) AS n FROM %s p
                                  WHERE p.station_id = s.id AND p.is_dedicated) c ON TRUE
             WHERE s.active AND s.level IN %s AND c.n < s.min_dedicated
            UNION ALL
            SELECT %s FROM rights_station s
             WHERE s.active AND s.is_dispatch_centre
               AND s.level IN ('city_center', 'district_center')
               AND NOT EXISTS (SELECT FROM %s p
                                WHERE p.station_id = s.id AND p.role_id IN %s)
            UNION ALL
            SELECT %s FROM rights_county_centre c
              JOIN rights_station s ON s.id = c.station_id AND s.active
              LEFT JOIN res_users u ON u.id = c.head_id AND u.active
             WHERE c.active AND u.id IS NULL
            """,
            self._row(
                "no_dedicated",
                SQL("s.id"),
                station=SQL("s.id"),
                found=SQL("c.n::integer"),
                wanted=SQL("s.min_dedicated"),
            ),
            self._sql_in_force(today),
            tuple(sorted(OFFICIAL_LEVELS)),
            self._row("no_dispatcher", SQL("s.id"), station=SQL("s.id")),
            self._sql_in_force(today),
            tuple(dispatching.ids) or (0,),
            self._row("no_head", SQL("c.id"), station=SQL("s.id")),
        )

    def _sql_duties(self, today):
        """ORG-10 territories, ORG-13 work plans past their day, ORG-15 guidance of lower units."""
        due = self.env["rights.work.plan"]._due_date(today.year)
        return SQL(
            """
            SELECT %s FROM rights_station s
             WHERE s.active AND s.level = 'local_station'
               AND NOT EXISTS (SELECT FROM rights_territory t
                                WHERE t.station_id = s.id AND t.active)
            UNION ALL
            SELECT %s FROM rights_studio r
              JOIN rights_station s ON s.id = r.station_id AND s.active
             WHERE r.active AND r.kind IN ('legal', 'rights') AND %s
               AND NOT EXISTS (SELECT FROM rights_work_plan w
                                WHERE w.studio_id = r.id AND w.year = %s)
            UNION ALL %s UNION ALL %s
            """,
            self._row("no_territory", SQL("s.id"), station=SQL("s.id")),
            self._row(
                "no_plan",
                SQL("r.id"),
                station=SQL("s.id"),
                studio=SQL("r.id"),
                studio_kind=SQL("r.kind"),
            ),
            today > due,
            today.year,
            self._sql_guidance("no_guidance", today, back=1),
            self._sql_guidance("no_guidance_yet", today, back=0),
        )

    def _sql_guidance(self, kind, today, back):
        first, last = self.env["rights.guidance"]._half_year(today, back)
        return SQL(
            """
            SELECT %s FROM rights_station s
              LEFT JOIN LATERAL (SELECT count(*) AS n FROM rights_guidance g
                                  WHERE g.target_station_id = s.id
                                    AND g.date BETWEEN %s AND %s) c ON TRUE
             WHERE s.active AND s.level <> 'city_center'
               AND (s.create_date AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai')::date <= %s
               AND c.n < %s
            """,
            self._row(
                kind,
                SQL("s.id"),
                is_red=bool(back),
                station=SQL("s.id"),
                found=SQL("c.n::integer"),
                wanted=SQL("%s", self._guidance_wanted()),
            ),
            first,
            last,
            last,
            self._guidance_wanted(),
        )

    def _guidance_wanted(self):
        return self.env["rights.network.parameter"]._value("guidance_per_half_year")

    def _sql_categories(self):
        """ORG-14: the nature decides the division; without one it is routed by hand."""
        return SQL(
            """
            SELECT %s FROM rights_category c
             WHERE c.active AND c.kind = 'nature' AND NOT EXISTS (
                   WITH RECURSIVE up AS (
                       SELECT c.id, c.parent_id, c.division_id
                       UNION ALL
                       SELECT a.id, a.parent_id, a.division_id
                         FROM rights_category a JOIN up ON a.id = up.parent_id)
                   SELECT FROM up JOIN rights_division d ON d.id = up.division_id AND d.active)
            """,
            self._row("no_division", SQL("c.id"), is_red=False, category=SQL("c.id")),
        )

    @api.model
    def _units_without_dedicated(self, day):
        """Units that had no dedicated staff on a day, for the monthly list (ORG-08)."""
        self.env["rights.post"].flush_model()
        self.env["rights.station"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT station_id FROM (%s) AS gap WHERE kind = 'no_dedicated'",
                self._query(day),
            )
        )
        return self.env["rights.station"].browse(station for (station,) in rows)
