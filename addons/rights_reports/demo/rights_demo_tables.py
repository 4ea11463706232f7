import random
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.consumer_rights.models.ledger.rights_ledger_figure import MONTHS, month_start
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.periods import before, span_of

# large venues among those that complaints are about: business area, entries of the ledger
VENUES = {
    "锦屏服饰广场": (12000, 60),
    "澜光电器商场": (9800, 45),
    "檐下建材广场": (15000, 20),
    "智泊家电城": (7200, 0),
}
STORE = "云川百货"
# how many of a quarter the service station of the store settled, and passed upward
AT_STORE = {"settled": 4, "failed": 2}
FEEDBACK = {"settled": "已与消费者协商一致。", "failed": "双方未能达成一致，退回处理。"}
CONVERTED = 12


class RightsDemo(models.AbstractModel):
    """What T5, T7 and T8 count: ledgers of large venues, complaints put to merchants and service
    stations first, complaints that became cases.

    The matters are over: what lies before their end is added to the tables, no step is repeated.
    """

    _inherit = "rights.demo"

    @api.model
    def _load_tables(self):
        demo = self.sudo().with_context(lang="zh_CN", tracking_disable=True)
        city = self.env.ref("consumer_rights.demo_station_city", raise_if_not_found=False)
        known = demo.env["rights.case.referral"].search_count([("result", "!=", False)], limit=1)
        if city and not known:
            self._timed(demo._make_tables)

    def _make_tables(self):
        venues = self._make_venues()
        self.env.flush_all()
        ended = Domain("kind", "=", "complaint") & Domain("stage_code", "=", "archived")
        ended &= Domain("is_history", "=", False) & Domain("accepted_at", "!=", False)
        cases = self.env["rights.case"].search(ended, order="id")
        self._refer(cases.filtered(lambda case: case.respondent_id in venues)[::2])
        self._refer_to_store(cases.filtered(lambda case: case.respondent_id not in venues))
        self._convert_complaints(cases)

    def _make_venues(self):
        """They keep their ledgers as the department store does."""
        rng, venues = random.Random("venues"), self.env["rights.merchant"]
        for name, (area, entries) in VENUES.items():
            venue = self._merchant(name)
            venue.area_sqm = area
            if entries and not venue.ledger_ids:
                self._fill_ledger(rng, venue.with_user(self._user("merchant")).sudo(), entries)
            venues |= venue
        figures = self.env["rights.ledger.figure"]
        for back in range(MONTHS + 1):
            figures._store_month(month_start(china_date(), back), fields.Datetime.now())
        return venues

    def _refer(self, cases, count=None, result=None, station=None):
        """The merchant settled it, or it was dispatched afterwards."""
        limits, rows = self.env["rights.deadline.policy"], []
        for case in cases:
            own = "failed" if case.dispatched_at else "settled"
            ended = (case.dispatched_at or case.concluded_at) - timedelta(minutes=10)
            is_odd = own == "settled" and case.outcome_id.code != "self_settled"
            if is_odd or ended <= case.accepted_at or own != (result or own):
                continue
            due = limits._due_at("TL-31", case.accepted_at)
            rows.append(
                {
                    "case_id": case.id,
                    "merchant_id": case.respondent_id.id,
                    "station_id": station and station.id,
                    "way": "mailbox" if station else "special_phone",
                    "consent_way": "phone",
                    "sent_by_id": self._user("dispatcher").id,
                    "sent_at": case.accepted_at,
                    "due_at": due,
                    "result": own,
                    "feedback": FEEDBACK[own],
                    "ended_by_id": self._user("dispatcher").id,
                    "ended_at": ended,
                    "is_in_time": ended <= due,
                }
            )
        return self._insert_rows("rights_case_referral", rows[:count])

    def _insert_rows(self, table, rows):
        if not rows:
            return []
        found = self.env.execute_query(
            SQL(
                "INSERT INTO %s (%s) VALUES %s RETURNING id",
                SQL.identifier(table),
                SQL(", ").join(map(SQL.identifier, rows[0])),
                SQL(", ").join(SQL("%s", tuple(row.values())) for row in rows),
            )
        )
        self.env.invalidate_all()
        return [row_id for [row_id] in found]

    def _refer_to_store(self, cases):
        """The last quarter of the store's service station; its report is still open."""
        since, until = before(span_of("quarter", china_date())).edges
        store = self._merchant(STORE)
        profile = self.env["rights.station.profile"].search([("merchant_id", "=", store.id)])
        near = cases.filtered(lambda case: since <= case.accepted_at and case.concluded_at < until)
        for result, count in AT_STORE.items():
            ids = self._refer(near, count, result, profile[:1].station_id)
            referrals = self.env["rights.case.referral"].browse(ids)
            self._insert_rows(
                "rights_station_settlement",
                [
                    {
                        "case_id": row.case_id.id,
                        "cycle_no": 1,
                        "station_id": row.station_id.id,
                        "referral_id": row.id,
                        "terms": "商家当场退还货款。",
                        "amount": row.case_id.amount_recovered or 120,
                        "confirmed_way": "phone",
                        "confirmed_at": row.ended_at,
                        "user_id": row.sent_by_id.id,
                    }
                    for row in referrals
                    if result == "settled"
                ],
            )
        profile.report_ids._fill()

    def _convert_complaints(self, cases):
        """Anonymous reports whose complaint about the same class at the same unit came before."""
        reports = self.env["rights.case"].search(
            [("kind", "=", "report"), ("is_anonymous", "=", True), ("registered_at", "!=", False)],
            order="id desc",
        )
        waiting = {}
        for case in cases:
            waiting.setdefault((case.station_id, case.item_class_id), []).append(case)
        rows = []
        for report in reports:
            near = waiting.get((report.station_id, report.item_class_id), [])
            earlier = [one for one in near if one.received_at < report.received_at]
            if earlier and len(rows) < CONVERTED:
                near.remove(earlier[-1])
                rows.append(
                    {
                        "case_id": report.id,
                        "other_case_id": earlier[-1].id,
                        "kind": "converted",
                        "active": True,
                    }
                )
        self._insert_rows("rights_case_link", rows)
