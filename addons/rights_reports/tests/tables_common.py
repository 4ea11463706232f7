"""A quarter in which every table of Annex C has something to count, and its tables in plain SQL."""

import random
from datetime import date, timedelta

from odoo.addons.consumer_rights.tests.deadline_common import china
from odoo.addons.consumer_rights.tests.service_station_common import ServiceStationCommon
from odoo.fields import Command

from ..tools.periods import span_of
from .figures_common import FiguresCommon

QUARTER = span_of("quarter", date(2025, 5, 1))
UNITS = ("city", "district_a", "station_a1", "station_a2", "district_b", "station_b1", "mall")
MONTHS = ("2024-05", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06", "2025-06")
GRADES = ("sat_attitude", "sat_result", "sat_overall")
OUTCOMES = {
    "complaint": ("settled", "self_settled", "terminated", "withdrawn"),
    "report": ("filed", "not_filed", "clue_insufficient", "transferred"),
}


class TablesCommon(ServiceStationCommon, FiguresCommon):
    """Some hundred matters by a seed: units of all levels, also a service station."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rng = random.Random("tables")
        cls.env.ref("rights_reports.network_parameter_least_shown_number").value = 1
        cls.big = cls.mall | cls.env["rights.merchant"].create(
            [
                {"name": "测试乙市场", "station_id": cls.stations["station_b1"].id},
                {"name": "测试丙卖场"},  # no unit supervises it yet
                {"name": "测试丁空场", "station_id": cls.stations["station_a2"].id},
            ]
        )
        cls.big.area_sqm = 6000
        cls.small = cls.env["rights.merchant"].create({"name": "测试小店", "area_sqm": 5999.99})
        classes = cls.env["rights.category"].search([("kind", "in", ("goods", "service"))])
        cls.items = [*classes.filtered("parent_id")[:4], *classes.filtered("parent_id")[-3:], None]
        natures = cls.env["rights.category"].search([("kind", "=", "nature")])
        cls.natures = [*natures[:5], None]
        cls.cases = cls.env["rights.case"]
        for number in range(130):
            cls.cases |= cls.any_matter(number)
        cls._link_conversions()
        cls._make_clocks()
        cls._make_answers()
        cls._make_ledger()
        cls._make_station_work()
        cls._make_quality()
        cls.env.flush_all()  # last: what is no history is closed to nearly everything above
        cls.env.cr.execute(
            "UPDATE rights_case SET is_history = id %% 7 = 0 WHERE id = ANY(%s)", [cls.cases.ids]
        )
        cls.env.invalidate_all()

    @classmethod
    def at_random(cls, month):
        """A moment in China, now and then on the edge of a month."""
        day, hour = cls.rng.choice((1, 2, 15, 28)), cls.rng.choice(("00:10", "12:00", "23:50"))
        return f"{month}-{day:02} {hour}"

    @classmethod
    def any_matter(cls, number):
        rng = cls.rng
        kinds = ("complaint", "report", "complaint", "consultation", "suggestion", "discipline")
        kind = kinds[number % len(kinds)] if number % 3 else "complaint"
        item, nature = rng.choice(cls.items), rng.choice(cls.natures)
        values = {
            "kind": kind,
            "channel_id": rng.choice((cls.phone, cls.web)).id,
            "item_class_id": item.id if item else False,
            "category_id": nature.id if nature else False,
            "respondent_id": rng.choice((*cls.big[:3], cls.small)).id,
            "brand": rng.choice(("甲牌", "乙牌", False)),
            "amount_recovered": rng.choice((0, 99.5, 120)),
            "external_number": f"TB{number}",
        }
        concluded = None
        if kind in OUTCOMES and number % 4:
            concluded = cls.at_random(rng.choice(MONTHS[3:]))
            values["outcome"] = rng.choice(OUTCOMES[kind])
        case = cls.matter(
            cls.at_random(rng.choice(MONTHS)), rng.choice(UNITS), concluded=concluded, **values
        )
        if kind == "complaint":
            moment = china(cls.at_random(rng.choice(MONTHS[3:])))
            case._gate_write(
                {
                    "accepted_at": moment if number % 5 else False,
                    "decision": rng.choice(("accept", "reject", "no_longer")),
                }
            )
        return case

    @classmethod
    def of_kind(cls, kind):
        return cls.cases.filtered(lambda case: case.kind == kind)

    @classmethod
    def _link_conversions(cls):
        """In both directions, one report of two complaints, one link taken back."""
        reports, complaints = cls.of_kind("report"), cls.of_kind("complaint")
        pairs = [(reports[place], complaints[place]) for place in range(8)]
        pairs += [(complaints[20], reports[9]), (reports[0], complaints[21])]
        links = cls.env["rights.case.link"].create(
            [
                {"case_id": one.id, "other_case_id": other.id, "kind": "converted"}
                for one, other in pairs
            ]
        )
        links[3].active = False
        cls.env["rights.case.link"].create(
            {"case_id": reports[10].id, "other_case_id": complaints[22].id, "kind": "related"}
        )

    @classmethod
    def _make_clocks(cls):
        rows = []
        for number, case in enumerate(cls.cases[:70]):
            code = ("TL-08", "TL-16", "TL-23")[number % 3]
            start = china(cls.at_random(MONTHS[3 + number % 4]))
            limit = cls.env["rights.deadline.policy"]._limit_on(code, start)
            outcome = ("met", "late", "exempt", False)[number % 4]
            rows.append(
                {
                    "case_id": case.id,
                    "station_id": case.station_id.id,
                    "policy_id": limit.id,
                    "code": code,
                    "kind": limit.terms.kind,
                    "snapshot": limit.snapshot,
                    "start_at": start,
                    "due_at": number % 8 != 3 and start + timedelta(days=7),
                    "stopped_at": outcome and start + timedelta(hours=30 + 11 * number),
                    "outcome": outcome,
                    "is_paused": number % 8 == 3,
                }
            )
        cls.env["rights.deadline"].sudo().create(rows)

    @classmethod
    def _make_answers(cls):
        """Calls about complaints and reports, and complaints put to the merchant first."""
        grades = ("satisfied", "basic", "satisfied")
        followups = cls.env["rights.followup"].sudo()
        for number, case in enumerate(cls.of_kind("complaint")[:45] | cls.of_kind("report")[:10]):
            followups |= followups.create(
                {
                    "case_id": case.id,
                    "at": china(cls.at_random(MONTHS[2 + number % 4])),
                    **dict.fromkeys(GRADES, grades[number % 3]),
                }
            )
        cls.env.flush_all()  # what a bad grade or no answer sets going is another story
        for values, ids in (
            ("sat_overall = 'dissatisfied'", followups.ids[::4]),
            ("state = 'unreachable', sat_overall = NULL", followups.ids[1::6]),
        ):
            cls.env.cr.execute(
                f"UPDATE rights_followup SET {values} WHERE id = ANY(%s)",  # noqa: S608
                [ids],
            )
        results = ("settled", "failed", "silent", "recalled", "settled", False)
        rows = []
        for number, case in enumerate(cls.of_kind("complaint")[:36]):
            sent = china(cls.at_random(MONTHS[2 + number % 4]))
            result = results[number % 6]
            rows.append(
                {
                    "case_id": case.id,
                    "merchant_id": case.respondent_id.id,
                    "station_id": cls.stations["mall"].id if number % 3 == 0 else False,
                    "consent_way": "phone",
                    "sent_by_id": cls.env.uid,
                    "sent_at": sent,
                    "due_at": sent + timedelta(days=3),
                    "result": result,
                    "ended_at": result and sent + timedelta(days=2 + number % 3),
                }
            )
        referrals = cls.env["rights.case.referral"].sudo().create(rows)
        mall = referrals.filtered(lambda row: row.station_id and row.result == "settled")
        cls.env["rights.station.settlement"].sudo().create(
            [
                {
                    "case_id": row.case_id.id,
                    "referral_id": row.id,
                    "terms": "退款",
                    "amount": 30.5,
                    "confirmed_way": "phone",
                }
                for row in mall[1:]
            ]
        )

    @classmethod
    def _make_ledger(cls):
        entries = cls.env["rights.merchant.ledger"].sudo()
        days = ("2025-03-31", "2025-04-01", "2025-05-15", "2025-06-30", "2025-07-01")
        entries.create(
            [
                {
                    "merchant_id": merchant.id,
                    "client_key": f"tables:{merchant.id}:{number}",
                    "entry_date": day,
                    "outcome": "settled" if number % 3 else "refused",
                    "current_outcome": ("settled", "refused", "settled")[number % 3],
                }
                for merchant in (*cls.big[:3], cls.small)
                for number, day in enumerate(days * 2)
            ]
        )

    @classmethod
    def _make_station_work(cls):
        """A complaint that went on to the authority, and mediations that were handed over."""
        moved = cls.of_kind("complaint")[30:36]
        moved._gate_write({"handled_station_ids": [Command.link(cls.stations["mall"].id)]})
        cls.env["rights.mediation"].sudo().create(
            [
                {
                    "case_id": case.id,
                    "cycle_no": 1,
                    "level": "service_station",
                    "round": 1,
                    "station_id": cls.stations[unit].id,
                    "mediator_id": cls.env.uid,
                    "state": "failed",
                    "started_at": china("2025-04-01 10:00"),
                    "ended_at": china("2025-04-02 10:00"),
                    "handed_over_at": china(day),
                }
                for case, unit, day in zip(
                    moved,
                    ("mall", "mall", "mall", "mall", "station_a1", "mall"),
                    ("2025-03-31 23:59", "2025-04-01 00:00", "2025-05-09 09:00")
                    + ("2025-06-30 23:59", "2025-05-09 09:00", "2025-07-01 00:00"),
                    strict=True,
                )
            ]
        )

    @classmethod
    def _make_quality(cls):
        """Three months published, the next one reviewed; studios and a service station as well."""
        root, items = cls.stations["city"], cls.env["rights.quality.item"].search([])
        bulletins = cls.env["rights.quality.bulletin"].sudo()
        studio = cls.env["rights.studio"].search([("station_id", "=", root.id)], limit=1)
        for place, month in enumerate(("2025-04-01", "2025-05-01", "2025-06-01", "2025-07-01")):
            bulletin = bulletins._ensure_month(root, month)
            bulletin.state = "published" if place < 3 else "reviewed"
            for number in range(24):
                cls._make_deduction(bulletin, items[number % 5], number)
            cls.env["rights.quality.score"].sudo().create(
                [
                    {
                        "bulletin_id": bulletin.id,
                        "month": bulletin.month,
                        "station_id": cls.stations[unit].id,
                        "total": 100 - 7 * (place + number % 4),
                    }
                    for number, unit in enumerate(UNITS)
                ]
                + [
                    {
                        "bulletin_id": bulletin.id,
                        "month": bulletin.month,
                        "station_id": root.id,
                        "studio_id": studio.id,
                        "total": 3,
                    }
                ]
                * bool(studio)
            )

    @classmethod
    def _make_deduction(cls, bulletin, item, number):
        state = ("confirmed", "contested", "revoked", "dismissed", "confirmed", "candidate")
        cls.env["rights.quality.deduction"].sudo().create(
            {
                **item._get_deduction_vals(),
                "bulletin_id": bulletin.id,
                "month": bulletin.month,
                "station_id": cls.stations[UNITS[number % 7]].id,
                "state": state[number % 6],
                "contested_at": number % 6 in (1, 2) and china("2025-08-01 10:00"),
                "rectification": "done" if number % 4 == 0 else "open",
                "evidence": "台账",
            }
        )
