"""Tables T1 to T9 of Annex C, cell by cell, against SQL that shares nothing with the engine."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from odoo.addons.consumer_rights.tests.deadline_common import china
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.statistics.report_sheet import HIDDEN
from ..tools.periods import Span, span_of
from .tables_common import QUARTER, TablesCommon

BEFORE = {"first": "2025-01-01", "last": "2025-03-31"}
YEAR_BEFORE = {"first": "2024-04-01", "last": "2024-06-30"}
# days in China; the unit that a unit is counted in; the uppermost class of a class
BASE = """
    WITH RECURSIVE below (id, row) AS (
        SELECT id, id FROM rights_station WHERE id = %(unit)s
        UNION ALL
        SELECT child.id, CASE WHEN child.parent_id = %(unit)s THEN child.id ELSE below.row END
          FROM rights_station child JOIN below ON child.parent_id = below.id
    ), top (id, root) AS (
        SELECT id, id FROM rights_category WHERE parent_id IS NULL
        UNION ALL
        SELECT child.id, top.root FROM rights_category child JOIN top ON child.parent_id = top.id
    ), matter AS (
        SELECT one.*, outcome.code AS outcome, class.kind AS item_kind, item.root AS item_top,
               nature.root AS nature_top,
               (one.received_at + interval '8 hours')::date AS received,
               (one.accepted_at + interval '8 hours')::date AS accepted,
               (one.concluded_at + interval '8 hours')::date AS concluded
          FROM rights_case one
          LEFT JOIN rights_outcome outcome ON outcome.id = one.outcome_id
          LEFT JOIN rights_category class ON class.id = one.item_class_id
          LEFT JOIN top item ON item.id = one.item_class_id
          LEFT JOIN top nature ON nature.id = one.category_id
    ), unit_of_merchant AS (
        SELECT merchant.id, coalesce(station_id, (
                   SELECT id FROM rights_station WHERE parent_id IS NULL
                    ORDER BY complete_name LIMIT 1)) AS unit
          FROM rights_merchant merchant WHERE area_sqm >= 6000
    )
"""
IN = "BETWEEN %(first)s AND %(last)s"
RECEIVED = f"registered_at IS NOT NULL AND received {IN}"


def rounded(value):
    if not isinstance(value, float | Decimal):
        return value
    return float(Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def percent(part, whole):
    return rounded(Decimal(100) * (part or 0) / whole) if whole else None


def change(now, base):
    return percent(now - base, base)


@tagged("post_install", "-at_install")
class TestTables(TablesCommon):
    def rows(self, select, source, group=None, span=None, unit="city"):
        """{key: values} of a grouping, the sum under None."""
        params = {
            "unit": self.stations[unit].id,
            **(span or {"first": str(QUARTER.first), "last": str(QUARTER.last)}),
        }
        found = {}
        for key in filter(None, ("NULL", group)):
            having = "GROUP BY 1" if key == group else ""
            self.env.cr.execute(
                f"{BASE} SELECT {key}, {select} FROM {source} {having}",  # noqa: S608
                params,
            )
            for name, *values in self.env.cr.fetchall():
                name = None if key == "NULL" else str(name if name is not None else "")
                found[name] = [rounded(value) for value in values]
        return found

    def compare(self, code, expected, empty, unit="city"):
        """Every cell of a table; a row that the SQL has not found holds ``empty``."""
        sheet = self.sheet(code, unit, span=QUARTER)
        found = {row["key"]: row["values"] for row in sheet["rows"]}
        self.assertLessEqual(set(expected), set(found), code)
        for key, values in found.items():
            self.assertEqual(values, expected.get(key, empty), (code, key))
        self.assertEqual(list(found)[-1], None)
        return sheet

    # -- T1, T2, T6: intake ------------------------------------------------------------------------

    def test_sta_13_t1_intake_by_channel_and_kind(self):
        kinds = ("consultation", "complaint", "report", "suggestion", "discipline")
        select = ", ".join(f"count(*) FILTER (WHERE kind = '{kind}')" for kind in kinds)
        source = f"matter JOIN below ON below.id = station_id WHERE {RECEIVED}"
        now, before, last_year = (
            self.rows(select, source, "channel_id", span) for span in (None, BEFORE, YEAR_BEFORE)
        )
        zeros = [0] * len(kinds)
        expected = {}
        for key in {*now, *before, *last_year}:
            expected[key] = []
            for one, previous, year in zip(
                *(found.get(key, zeros) for found in (now, before, last_year)), strict=True
            ):
                expected[key] += [one, year, change(one, year), previous, change(one, previous)]
        self.assertGreater(now[None][1], 30)
        self.assertTrue(before[None][1] and last_year[None][1])
        self.compare("T1", expected, [0, 0, None, 0, None] * len(kinds))

    def test_sta_13_t2_complaints_by_class_and_nature(self):
        source = (
            f"matter JOIN below ON below.id = station_id WHERE kind = 'complaint' AND {RECEIVED}"
        )
        sheet = self.sheet("T2", span=QUARTER)
        natures = [column["column"] for column in sheet["columns"] if "column" in column]
        self.assertEqual(len(natures), 11)  # ten and uncoded
        select = ", ".join(
            f"count(*) FILTER (WHERE coalesce(nature_top::text, '') = '{key}')" for key in natures
        )
        now = self.rows(f"{select}, count(*)", source, "item_top")
        year = self.rows("count(*)", source, "item_top", YEAR_BEFORE)
        expected = {}
        for key in {*now, *year}:
            values = now.get(key, [0] * 12)
            base = year.get(key, [0])[0]
            expected[key] = [*values, base, change(values[-1], base)]
        self.assertIn("", expected)
        self.compare("T2", expected, [0] * 13 + [None])

    def test_sta_02_t6_rankings(self):
        tables = {
            "T6-goods": ("item_class_id", "AND item_kind = 'goods'"),
            "T6-services": ("item_class_id", "AND item_kind = 'service'"),
            "T6-merchants": ("respondent_id", ""),
            "T6-brands": ("brand", ""),
        }
        source = "matter JOIN below ON below.id = station_id WHERE kind = 'complaint' AND " + (
            RECEIVED
        )
        for code, (key, condition) in tables.items():
            self.tables.search([("code", "=", code)]).top = 2
            counts = [
                self.rows("count(*), min(received_at)", f"{source} {condition}", key, span)
                for span in (None, BEFORE, YEAR_BEFORE)
            ]
            total = counts[0][None][0]
            ranks = [
                sorted((one for one in found if one), key=lambda one: (-found[one][0], found[one]))
                for found in counts
            ]
            expected = {}
            for row in [*ranks[0][:2], "", None]:
                now, before, year = (found.get(row, [0])[0] for found in counts)
                last = ranks[1][:2].index(row) + 1 if row in ranks[1][:2] else None
                expected[row] = [now, percent(now, total), year, change(now, year)]
                expected[row] += [before, change(now, before), last]
            if code in ("T6-goods", "T6-services") or "" not in counts[0]:
                del expected[""]
            rest = total - sum(counts[0][row][0] for row in ranks[0][:2])
            rest -= counts[0].get("", [0])[0]
            if rest:
                expected["others"] = [rest, percent(rest, total), *[None] * 5]
            self.compare(code, expected, None)

    # -- T3, T4: handling and limits ---------------------------------------------------------------

    def test_sta_12_t3_handling_by_unit(self):
        c = "kind = 'complaint' AND"
        counted = self.rows(
            f"""
            count(*) FILTER (WHERE {c} {RECEIVED}),
            count(*) FILTER (WHERE {c} accepted {IN}),
            count(*) FILTER (WHERE {c} {RECEIVED} AND decision IN ('reject', 'no_longer')),
            count(*) FILTER (WHERE {c} concluded {IN}),
            count(*) FILTER (WHERE {c} concluded {IN} AND outcome IN ('settled', 'self_settled')),
            count(*) FILTER (WHERE {c} concluded {IN} AND outcome = 'terminated'),
            coalesce(sum(amount_recovered) FILTER (WHERE {c} concluded {IN}), 0),
            avg(extract(epoch FROM concluded_at - coalesce(accepted_at, registered_at)) / 86400)
                FILTER (WHERE {c} concluded {IN} AND NOT is_history
                        AND concluded_at >= coalesce(accepted_at, registered_at))
            """,
            "matter JOIN below ON below.id = station_id",
            "below.row",
        )
        called = self.rows(
            """
            count(*) FILTER (WHERE sat_overall IN ('satisfied', 'basic')), count(*)
            """,
            f"""rights_followup followup JOIN below ON below.id = followup.station_id
             WHERE state = 'done' AND (at + interval '8 hours')::date {IN}""",
            "below.row",
        )
        expected = {}
        for key, values in counted.items():
            received, accepted, refused, concluded, settled, terminated, amount, days = values
            satisfied, reached = called.get(key, (0, 0))
            expected[key] = [received, accepted, refused, concluded, settled, terminated]
            expected[key] += [percent(settled, settled + terminated), percent(concluded, received)]
            expected[key] += [percent(satisfied, reached), float(amount), days]
        self.assertIsNotNone(expected[None][-1])
        self.compare("T3", expected, [0] * 6 + [None] * 3 + [0, None])

    def test_lim_15_t4_time_limits(self):
        counted = self.rows(
            f"""
            count(*) FILTER (WHERE due AND (outcome IN ('met', 'late') OR is_missed)),
            count(*) FILTER (WHERE due AND outcome = 'met'),
            count(*) FILTER (WHERE due AND (outcome = 'late' OR is_missed)),
            count(*) FILTER (WHERE (start_at + interval '8 hours')::date {IN}
                             AND is_paused AND outcome IS NULL),
            percentile_cont(0.5) WITHIN GROUP (ORDER BY used)
                FILTER (WHERE due AND outcome IN ('met', 'late')),
            percentile_cont(0.9) WITHIN GROUP (ORDER BY used)
                FILTER (WHERE due AND outcome IN ('met', 'late'))
            """,
            f"""(
                SELECT deadline.*, below.row AS unit_row,
                       (due_at + interval '8 hours')::date {IN} AS due,
                       extract(epoch FROM stopped_at - start_at) / 86400 AS used,
                       stopped_at IS NULL AND NOT is_paused AND NOT coalesce(is_reminder, false)
                           AND due_at < now() AT TIME ZONE 'UTC' AS is_missed
                  FROM rights_deadline deadline JOIN below ON below.id = deadline.station_id
            ) AS clock""",
            "code",
        )
        expected = {
            key: [*values[:4], percent(values[1], values[0]), *values[4:]]
            for key, values in counted.items()
        }
        self.assertGreater(min(expected[None][:4]), 0)
        sheet = self.compare("T4", expected, [0] * 4 + [None] * 3)
        keys = {row["key"] for row in sheet["rows"]}
        self.assertIn("TL-12", keys)  # in force, and nothing fell due
        self.assertFalse(keys & {"TL-30", "TL-57"})  # kept, or done so many times: no clock

    # -- T5: reports -------------------------------------------------------------------------------

    def test_enf_08_t5_reports(self):
        """ENF-04, ENF-08: verified is what a filing decision ended, converted what an office
        opened of a complaint; of links in both directions, not of one that was taken back."""
        expected = self.rows(
            f"""
            count(*) FILTER (WHERE {RECEIVED}),
            count(*) FILTER (WHERE concluded {IN} AND outcome IN ('filed', 'not_filed')),
            count(*) FILTER (WHERE concluded {IN} AND outcome = 'filed'),
            count(*) FILTER (WHERE concluded {IN}
                             AND outcome IN ('not_filed', 'clue_insufficient')),
            count(*) FILTER (WHERE {RECEIVED} AND EXISTS (
                SELECT FROM rights_case_link link JOIN rights_case other
                    ON other.id IN (link.case_id, link.other_case_id) AND other.id <> matter.id
                 WHERE matter.id IN (link.case_id, link.other_case_id) AND link.active
                   AND link.kind = 'converted' AND other.kind = 'complaint')),
            count(*) FILTER (WHERE concluded {IN})
            """,
            "matter JOIN below ON below.id = station_id WHERE kind = 'report'",
            "item_top",
        )
        self.assertGreater(min(expected[None]), 1)
        self.compare("T5", expected, [0] * 6)

    # -- T7: merchants -----------------------------------------------------------------------------

    def expected_t7(self, unit):
        by = "JOIN below ON below.id = big.unit"
        ledger = self.rows(
            "count(*), count(*) FILTER (WHERE current_outcome = 'settled')",
            f"""rights_merchant_ledger entry
                JOIN unit_of_merchant big ON big.id = entry.merchant_id {by}
                WHERE entry_date {IN}""",
            "entry.merchant_id",
            unit=unit,
        )
        complaints = self.rows(
            "count(*)",
            f"""matter JOIN unit_of_merchant big ON big.id = respondent_id {by}
                WHERE kind = 'complaint' AND {RECEIVED}""",
            "respondent_id",
            unit=unit,
        )
        answers = self.rows(
            "count(*)",
            f"""rights_case_referral referral
                JOIN unit_of_merchant big ON big.id = referral.merchant_id {by}
                WHERE (sent_at + interval '8 hours')::date {IN}
                  AND result IN ('settled', 'failed') AND ended_at <= due_at""",
            "referral.merchant_id",
            unit=unit,
        )
        called = self.rows(
            "count(*) FILTER (WHERE sat_overall IN ('satisfied', 'basic')), count(sat_overall)",
            f"""rights_followup followup JOIN matter ON matter.id = followup.case_id
                JOIN unit_of_merchant big ON big.id = respondent_id {by}
                WHERE kind = 'complaint' AND followup.state = 'done'
                  AND (at + interval '8 hours')::date {IN}""",
            "respondent_id",
            unit=unit,
        )
        expected = {}
        for key in {*ledger, *complaints, *answers, *called}:
            entries, solved = ledger.get(key, (0, 0))
            [received] = complaints.get(key, [0])
            expected[key] = [entries, solved, percent(solved, solved + received), received]
            expected[key] += [*answers.get(key, [0]), percent(*called.get(key, (0, 0)))]
        return expected

    def test_mer_15_t7_merchants_of_6000_square_metres(self):
        """MER-15: merchants from 6,000 m² on, whatever unit has the complaint; one without a unit
        counts at the top, one with nothing counted has its row."""
        for unit, count in (("city", 4), ("district_a", 2), ("station_b1", 1)):
            expected = self.expected_t7(unit)
            sheet = self.compare("T7", expected, [0, 0, None, 0, 0, None], unit)
            self.assertEqual(len(sheet["rows"]), count + 1, unit)
            self.assertGreater(expected[None][0], 0)
        self.assertGreater(min(self.expected_t7("city")[None]), 0)

    def test_mer_15_t7_is_the_merchants_own_dashboard(self):
        sheet = self.sheet("T7", span=QUARTER)
        for merchant in self.big:
            own = self.env["rights.ledger.figure"]._of_merchant(
                merchant, "2025-04-01", "2025-07-01"
            )
            rates = self.env["rights.ledger.figure"]
            counted = [own.get(name, 0) for name in ("entries", "settled", "complaints", "in_time")]
            rate = rates._rate(own, ("settled",), ("settled", "complaints"))[0]
            rated = rates._rate(own, ("satisfied",), ("rated",))[0]
            values = next(row["values"] for row in sheet["rows"] if row["key"] == str(merchant.id))
            self.assertEqual(
                values, [*counted[:2], rate, counted[2], counted[3], rated], merchant.name
            )

    # -- T8: service stations ----------------------------------------------------------------------

    def test_stn_09_t8_service_stations(self):
        """STN-09: by the station that did it, wherever the complaint is now."""
        acts = f"""(
            SELECT item_top, received AS day, 1 AS received, 0 AS settled, 0 AS up, 0 AS amount,
                   held.station_id
              FROM matter JOIN rights_case_handled_station_rel held ON held.case_id = matter.id
             WHERE kind = 'complaint' AND registered_at IS NOT NULL
            UNION ALL
            SELECT item_top, concluded, 0, 1, 0, amount_recovered, station_id FROM matter
             WHERE kind = 'complaint' AND outcome IN ('settled', 'self_settled')
            UNION ALL
            SELECT item_top, (handed_over_at + interval '8 hours')::date, 0, 0, 1, 0,
                   mediation.station_id
              FROM rights_mediation mediation JOIN matter ON matter.id = mediation.case_id
            UNION ALL
            SELECT item_top, (sent_at + interval '8 hours')::date, 1, 0, 0, 0, referral.station_id
              FROM rights_case_referral referral JOIN matter ON matter.id = referral.case_id
            UNION ALL
            SELECT item_top, (ended_at + interval '8 hours')::date, 0,
                   (result = 'settled')::int, (result IN ('failed', 'silent'))::int,
                   (SELECT coalesce(sum(amount), 0) FROM rights_station_settlement settlement
                     WHERE referral_id = referral.id AND result = 'settled'), referral.station_id
              FROM rights_case_referral referral JOIN matter ON matter.id = referral.case_id
        ) AS act
          JOIN below ON below.id = act.station_id
          JOIN rights_station unit ON unit.id = act.station_id
           AND unit.level IN ('service_station', 'service_point')
         WHERE day {IN}"""
        expected = self.rows("sum(received), sum(settled), sum(up), sum(amount)", acts, "item_top")
        expected = {
            key: [*map(int, values[:3]), float(values[3])] for key, values in expected.items()
        }
        self.assertGreater(min(expected[None]), 0)
        self.compare("T8", expected, [0] * 4)

    def test_stn_09_t8_agrees_with_the_reports_of_the_stations(self):
        """STN-09, DOC-31: the quarter of each station, class by class, adds up to the table."""
        lines = self.profile._complaint_rows(QUARTER.first, QUARTER.last)
        sums = {}
        for category, figures in lines.items():
            top = category
            while top.parent_id:
                top = top.parent_id
            row = sums.setdefault(str(top.id) if top else "", [0, 0, 0, 0])
            names = ("received", "settled", "escalated", "amount")
            for place, name in enumerate(names):
                row[place] += figures[name]
        sheet = self.sheet("T8", span=QUARTER)
        found = {row["key"]: row["values"] for row in sheet["rows"] if any(row["values"])}
        total = found.pop(None)
        self.assertEqual(found, sums)
        self.assertEqual(total, [sum(row[place] for row in sums.values()) for place in range(4)])

    # -- T9: quality -------------------------------------------------------------------------------

    def test_qua_09_t9_quality_of_units(self):
        """QUA-01, QUA-09: what is published, each unit by itself; ranks among those of a level."""
        where = f"""below ON below.id = one.station_id
            JOIN rights_quality_bulletin bulletin ON bulletin.id = one.bulletin_id
             AND bulletin.state = 'published' WHERE one.month {IN}"""
        sheet = self.sheet("T9", span=QUARTER)
        items = [column["column"] for column in sheet["columns"] if "column" in column]
        counted = "state IN ('confirmed', 'contested')"
        counted = f"one.{counted}"
        select = ", ".join(
            f"count(*) FILTER (WHERE {counted} AND one.item_id = {int(item)})" for item in items
        )
        lost = self.rows(
            f"""{select}, count(*) FILTER (WHERE {counted}),
            coalesce(sum(one.points) FILTER (WHERE {counted}), 0),
            count(*) FILTER (WHERE {counted} AND rectification = 'done'),
            count(*) FILTER (WHERE contested_at IS NOT NULL)""",
            f"rights_quality_deduction one JOIN {where}",
            "one.station_id",
        )
        scores = self.rows(
            "avg(one.total)",
            f"""rights_quality_score one JOIN rights_station unit ON unit.id = one.station_id
             AND unit.level NOT IN ('service_station', 'service_point') JOIN {where}
             AND one.studio_id IS NULL""",
            "one.station_id",
        )
        levels = {str(one.id): one.level for one in self.stations.values()}
        expected = {}
        for key, values in lost.items():
            [score] = scores.get(key, [None])
            rank = None
            if key and score is not None:
                better = [
                    one
                    for one, [other] in scores.items()
                    if one and levels[one] == levels[key] and other > score
                ]
                rank = len(better) + 1
            expected[key] = [*values[:-3], float(values[-3]), *values[-2:], score, rank]
        self.assertEqual(len(items), 5)
        self.assertIsNone(expected[str(self.stations["mall"].id)][-1])
        self.assertGreater(min(expected[None][:-1]), 0)
        self.assertEqual({values[-1] for values in expected.values()}, {None, 1, 2, 3})
        self.compare("T9", expected, None)

    def test_qua_09_t9_shows_nothing_before_it_is_published(self):
        """QUA-09: a month whose bulletin is not out has no zeros either, and the table says so."""
        july, august = (span_of("month", date(2025, month, 1)) for month in (7, 8))
        for span, word in ((july, "2025-07"), (august, "no quality bulletin")):
            sheet = self.sheet("T9", span=span)
            self.assertEqual({value for row in sheet["rows"] for value in row["values"]}, {None})
            self.assertIn(word, " ".join(sheet["notes"]))
        holiday = Span("special", date(2025, 5, 1), date(2025, 5, 5))
        self.assertIn("whole months", " ".join(self.sheet("T9", span=holiday)["notes"]))
        self.assertNotIn("notes", self.sheet("T9", span=QUARTER))

    # -- behind the numbers ------------------------------------------------------------------------

    def test_sta_05_each_number_opens_its_records(self):
        """STA-05: of T5, T7, T8 and T9, the list has as many as the number says."""
        tables, opened = self.as_user("head", self.tables), 0
        city = self.stations["city"].id
        asked = {"kind": "quarter", "first": "2025-04-01"}
        for code in ("T5", "T7", "T8", "T9"):
            table = self.table(code).id
            sheet = tables.get_sheet(table, city, asked)
            for row in sheet["rows"]:
                for column, value in zip(sheet["columns"], row["values"], strict=True):
                    if column["kind"] != "value" or column["unit"] != "number" or not value:
                        continue
                    self.assertTrue(column["may_open"], column)
                    action = tables.open_cell(table, city, asked, column, row["key"])
                    records = self.env[action["res_model"]].sudo()  # who reads them: below
                    found = records.search_count(action["domain"])
                    self.assertEqual(found, value, (code, row, column))
                    opened += 1
        self.assertGreater(opened, 60)

    def test_mer_12_who_opens_the_entries_behind_a_number_leaves_a_record(self):
        tables = self.as_user("head", self.tables)
        asked = {"kind": "quarter", "first": "2025-04-01"}
        column = {"indicator": "ledger_disputes", "kind": "value"}
        looks = self.env["rights.audit.log"].sudo()
        known = looks.search([])
        tables.open_cell(
            self.table("T7").id, self.stations["city"].id, asked, column, str(self.mall.id)
        )
        look = looks.search([("model", "=", "rights.merchant")]) - known
        self.assertEqual((look.type, look.res_id), ("look", self.mall.id))
        self.assertEqual(look.user_id, self.users["head"])

    def test_annex_a2_who_reads_the_records_behind_a_number(self):
        """Annex A2: the statistician sees what of the quality assessment is published, and no
        matter; a district what its own units read."""
        asked = {"kind": "quarter", "first": "2025-04-01"}
        for login, unit, code, opens in (
            ("statistician", "city", "T9", True),
            ("statistician", "city", "T7", False),
            ("statistician", "city", "T8", False),
            ("dispatcher_a", "district_a", "T8", True),
        ):
            tables = self.as_user(login, self.tables)
            sheet = tables.get_sheet(self.table(code).id, self.stations[unit].id, asked)
            self.assertEqual(sheet["columns"][0]["may_open"], opens, (login, code))
            column = {"indicator": sheet["columns"][0]["indicator"], "kind": "value"}
            arguments = (self.table(code).id, self.stations[unit].id, asked, column, None)
            if not opens:
                with self.assertRaises(UserError):
                    tables.open_cell(*arguments)
                continue
            action = tables.open_cell(*arguments)
            self.assertTrue(tables.env[action["res_model"]].search_count(action["domain"]))
        acts = self.env["rights.station.act"]
        mine, all_acts = self.as_user("dispatcher_a", acts).search([]), acts.sudo().search([])
        self.assertTrue(mine.case_id.mapped("subject"))
        self.assertEqual(mine[0].action_open_case()["res_id"], mine[0].case_id.id)
        closed = (all_acts - mine.sudo()).case_id
        self.assertTrue(closed)
        self.assertFalse(self.as_user("dispatcher_a", closed)._filtered_access("read"))

    def test_sta_05_t9_is_frozen_with_its_period(self):
        """STA-05, QUA-11: what is decided after the period was closed is a correction."""
        tables = self.as_user("statistician", self.tables)
        city = self.stations["city"]
        asked = {"kind": "quarter", "first": "2025-04-01"}
        before = self.sheet("T9", span=QUARTER)
        tables.close_period(city.id, asked)
        found = self.env["rights.quality.deduction"].search(
            [("bulletin_id.state", "=", "published"), ("state", "=", "confirmed")], limit=1
        )
        found.sudo().state = "revoked"
        closed = self.env["rights.closed.period"]._of(city, QUARTER)
        shown = tables.get_sheet(self.table("T9").id, city.id, asked)
        self.assertEqual(shown["rows"], before["rows"])
        self.as_user("statistician", closed).action_look_for_corrections()
        corrected = closed.correction_ids.filtered(lambda one: one.table == "T9")
        self.assertIn(("Total", "Errors"), {(one.row, one.column) for one in corrected})
        self.assertEqual({one.table for one in closed.correction_ids}, {"T9"})

    def test_d10_a_table_asks_as_often_however_many_rows_it_has(self):
        """D10: one query for each group of indicators, and none for a row."""
        for table in self.tables.search([("code", "=like", "T%")]):
            for unit in ("station_b1", "city"):
                self.sheet(table.code, unit, span=QUARTER)  # warm
                before = self.env.cr.sql_log_count
                rows = self.sheet(table.code, unit, span=QUARTER)["rows"]
                asked = self.env.cr.sql_log_count - before
                self.assertLess(asked, 25, (table.code, unit, len(rows)))

    def test_sec_02_t4_clocks_of_few_reports_are_not_counted_in_the_open(self):
        """SEC-02: TL-09 runs for reports alone, so two of its clocks are two reports."""
        least = self.env.ref("rights_reports.network_parameter_least_shown_number")
        reports = self.of_kind("report")
        start = china("2025-05-05 10:00")
        rows = [("TL-09", 2), ("TL-10", 9), ("TL-12", 3), ("TL-13", 7)]
        for code, count in rows:
            limit = self.env["rights.deadline.policy"]._limit_on(code, start)
            self.env["rights.deadline"].sudo().create(
                [
                    {
                        "case_id": case.id,
                        "station_id": self.stations["city"].id,
                        "policy_id": limit.id,
                        "code": code,
                        "kind": limit.terms.kind,
                        "snapshot": limit.snapshot,
                        "start_at": start,
                        "due_at": start + timedelta(days=7),
                        "stopped_at": start + timedelta(days=1),
                        "outcome": "met",
                    }
                    for case in reports[:count]
                ]
            )
        for value, shown in ((1, [2, 9, 3, 7]), (5, [HIDDEN, 9, HIDDEN, 7])):
            least.value = value
            sheet = self.sheet("T4", span=QUARTER)
            found = {row["key"]: row["values"] for row in sheet["rows"]}
            self.assertEqual([found[code][0] for code, _count in rows], shown)
        self.assertEqual(set(found["TL-09"]), {HIDDEN})
        secret = self.tables._secret_limits()
        self.assertLessEqual({"TL-09", "TL-10", "TL-14", "TL-15", "TL-18", "TL-53"}, secret)
        self.assertFalse(secret & {"TL-04", "TL-12", "TL-16", "TL-21", "TL-23", "TL-34"})
