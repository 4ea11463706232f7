from datetime import date
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.consumer_rights.clock.due import day_start, last_day
from odoo.addons.consumer_rights.models.case.rights_case_kinds import SECRET_KINDS
from odoo.addons.consumer_rights.models.deadline.rights_deadline import due_text
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.service.model import retrying
from odoo.tools import SQL

from .rights_quality_deduction import NOT_OURS

BATCH = 1000
COLUMNS = (
    *("bulletin_id", "month", "station_id", "studio_id", "item_id", "part_id", "cause_id"),
    *("rule", "points", "source", "occurred_on", "evidence", "case_id", "breach_id"),
    *("fact_ref", "repeats_id", "state", "dismiss_reason", "rectification"),
    *("create_uid", "write_uid", "create_date", "write_date"),
)


class Fact(NamedTuple):
    """What happened, beside missed limits; ``key`` tells it from every other of its signal."""

    key: str
    month: date
    station: models.Model
    day: date
    evidence: str
    user: models.Model | None = None
    case: models.Model | None = None


class RightsQualityDeduction(models.Model):
    """Candidates that come by themselves (QUA-04 to QUA-07, QUA-12, QUA-16).

    Two jobs at the same time, or one that ran twice, add each once: the database keeps the missed
    limit and the fact unique.
    """

    _inherit = "rights.quality.deduction"

    @api.model
    def _cron_collect(self):
        retrying(self._collect, self.env)

    @api.model
    def _collect(self):
        """Everything that happened since the assessment began and has no candidate yet."""
        # papers and lists are Chinese, whoever collects
        deductions = self.sudo().with_context(lang=self.env["rights.case"]._paper_language())
        roots = deductions.env["rights.quality.bulletin"]._open_months()
        if not roots:
            return
        while deductions._collect_breaches(roots[0]):
            pass
        for root in roots:
            deductions._collect_signals(root)

    # -- missed limits (QUA-16) --------------------------------------------------------------------

    @api.model
    def _collect_breaches(self, fallback):
        """The next missed limits without a candidate; the number added, 0 at the end."""
        breaches = self._get_unfed(fallback)
        named, others = self.env["rights.quality.item"]._by_limit()
        rows = [
            self._get_breach_vals(breach, root, month, named.get(breach.code, others))
            for breach, root, month in breaches
        ]
        return len(self._add(rows))

    @api.model
    def _get_unfed(self, fallback):
        """[(breach, network, its month)], of the months since the assessment began.

        What was missed at 24:00 of the last day belongs to the month that ends then.
        """
        for model in ("rights.deadline.breach", "rights.quality.bulletin", self._name):
            self.env[model].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT breach.id, began.station_id,
                       date_trunc('month', breach.due_at + interval '8 hours'
                                           - interval '1 microsecond')::date AS month
                  FROM rights_deadline_breach breach
                  LEFT JOIN rights_case matter ON matter.id = breach.case_id
                  JOIN rights_station unit
                    ON unit.id = coalesce(breach.station_id, matter.station_id, %s)
                  JOIN (SELECT station_id, min(month) AS month FROM rights_quality_bulletin
                         GROUP BY station_id) began
                    ON began.station_id = split_part(unit.parent_path, '/', 1)::int
                 WHERE breach.due_at + interval '8 hours' > began.month
                   AND NOT EXISTS (SELECT FROM rights_quality_deduction deduction
                                    WHERE deduction.breach_id = breach.id)
                 ORDER BY breach.id LIMIT %s
                """,
                fallback.id,
                BATCH,
            )
        )
        breaches, stations = self.env["rights.deadline.breach"], self.env["rights.station"]
        return [
            (breaches.browse(breach), stations.browse(root), month) for breach, root, month in rows
        ]

    @api.model
    def _get_breach_vals(self, breach, root, month, item):
        clock = breach.deadline_id
        case = breach.case_id
        is_named = case.kind not in NOT_OURS  # a matter about staff is not named (SEC-08)
        vals = self._get_row(
            item,
            root,
            month,
            breach.station_id or case.station_id or root,
            last_day(breach.due_at),
            self._get_breach_evidence(breach),
            user=breach.user_id if is_named else breach.user_id.browse(),
        )
        vals |= {
            "breach_id": breach.id,
            "case_id": case.id or None if is_named else None,
        }
        if item.is_double and clock.res_model == self._name:
            vals |= self._get_double_vals(self.browse(clock.res_id))
        return vals

    @api.model
    def _get_breach_evidence(self, breach):
        """Which limit it was would tell that the matter is a report (SEC-02)."""
        due = due_text(breach.due_at)
        if breach.case_id.kind in SECRET_KINDS:
            return self.env._("A limit was due until %(due)s and was missed.", due=due)
        return self.env._(
            "%(limit)s was due until %(due)s and was missed.",
            limit=breach.deadline_id.display_name,
            due=due,
        )

    @api.model
    def _get_double_vals(self, first):
        """What was not corrected is deducted again with a multiple of its points (QUA-08)."""
        factor = self.env["rights.network.parameter"]._value("quality_repeat_factor")
        return {
            "repeats_id": first.id,
            "part_id": first.part_id.id,
            "points": first.points * factor,
            "case_id": first.case_id.id or None,
            "studio_id": first.studio_id.id or None,
        }

    # -- rows --------------------------------------------------------------------------------------

    @api.model
    def _get_row(self, item, root, month, station, day, evidence, user=None, fact=None):
        """A candidate as a row; a line of no points is not deducted from the beginning."""
        bulletin = self.env["rights.quality.bulletin"]._of_month(root, month)
        now = fields.Datetime.now()
        free = not item.points and not item.is_double
        return item._get_deduction_vals() | {
            "bulletin_id": bulletin.id,
            "month": bulletin.month,
            "station_id": station.id,
            "studio_id": self._get_post(user, station, day).studio_id.id or None,
            "source": "system",
            "occurred_on": day,
            "evidence": evidence,
            "fact_ref": fact,
            "state": "dismissed" if free else "candidate",
            "dismiss_reason": self.env._("Nobody loses points for it.") if free else None,
            "rectification": "none",
            "create_uid": self.env.uid,
            "write_uid": self.env.uid,
            "create_date": now,
            "write_date": now,
            "user": user,
        }

    @api.model
    def _get_post(self, user, station, day):
        """The post of a person on a day, that at the unit first."""
        posts = self.env["rights.promise.violation"]._get_posts(
            user or self.env["res.users"], day, station
        )
        return posts.get(user.id if user else 0, self.env["rights.post"])

    @api.model
    def _add(self, rows):
        """Add these rows where they do not stand yet; the new candidates."""
        if not rows:
            return self.browse()
        self.env.flush_all()
        added = self.env.execute_query(
            SQL(
                "INSERT INTO rights_quality_deduction (%s) VALUES %s "
                "ON CONFLICT DO NOTHING RETURNING id, breach_id, fact_ref",
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
                SQL(", ").join(
                    SQL("(%s)", SQL(", ").join(SQL("%s", row.get(name)) for name in COLUMNS))
                    for row in rows
                ),
            )
        )
        users = {(row.get("breach_id"), row["fact_ref"]): row["user"] for row in rows}
        deductions = self.browse(new for new, _breach, _fact in added)
        self.invalidate_model()
        self.env["rights.quality.person"]._note(
            {self.browse(new): user for new, *key in added if (user := users[tuple(key)])}
        )
        return deductions

    # -- other signals (QUA-05 to QUA-07, QUA-12) --------------------------------------------------

    @api.model
    def _collect_signals(self, root):
        """What is no missed limit: samples, secrecy, staff, information items."""
        items = self.env["rights.quality.item"]
        bulletins = self.env["rights.quality.bulletin"].search([("station_id", "=", root.id)])
        units = root._with_below()
        known = set(self.search([("fact_ref", "!=", False)]).mapped("fact_ref"))
        rows = []
        for signal, gather in (
            ("sample", self._get_dissatisfied),
            ("refusal", self._get_refusals),
            ("secrecy", self._get_leaks),
            ("no_dedicated", self._get_undedicated),
            ("information", self._get_missing_items),
        ):
            for item in items.search([("signal", "=", signal)]):
                rows += [
                    self._get_fact_vals(item, root, fact, key)
                    for fact in gather(bulletins, units)
                    if (key := f"{signal},{item.id},{fact.key}") not in known
                ]
        self._add(rows)

    @api.model
    def _get_fact_vals(self, item, root, fact, key):
        case = fact.case or self.env["rights.case"]
        row = self._get_row(
            item, root, fact.month, fact.station, fact.day, fact.evidence, fact.user, key
        )
        return row | {"case_id": case.id or None}

    def _get_lines(self, bulletins, units, domain):
        lines = self.env["rights.assessment.line"]
        months = bulletins.mapped("month")
        return lines.search(
            [
                ("month_id.month", "in", months),
                ("station_id", "in", units.ids),
                *domain,
            ]
        )

    def _get_dissatisfied(self, bulletins, units):
        """Drawn cases whose person was dissatisfied in the assessment call (QUA-06, RPL-09)."""
        done = [("followup_id.state", "=", "done")]
        for line in self._get_lines(bulletins, units, done):
            followup = line.followup_id
            if followup.is_dissatisfied:
                day, case = china_date(followup.at), line.case_id
                evidence = self.env._(
                    "Assessment call of %(day)s in the sample of %(month)s: dissatisfied.",
                    day=day,
                    month=line.month_id.display_name,
                )
                yield Fact(
                    line.id, line.month_id.month, line.station_id, day, evidence, case.user_id, case
                )

    def _get_refusals(self, bulletins, units):
        """Service stations that do not cooperate in the sample (RPL-13)."""
        for line in self._get_lines(bulletins, units, [("refusal", "!=", False)]):
            evidence = self.env._(
                "Sample of %(month)s: %(words)s",
                month=line.month_id.display_name,
                words=line.refusal,
            )
            month = line.month_id.month
            last = month + relativedelta(months=1, days=-1)
            yield Fact(line.id, month, line.station_id, last, evidence, None, line.case_id)

    def _get_leaks(self, bulletins, units):
        """Breaches of secrecy (SEC-04, cause 7); what was told to whom stays with the record."""
        since = min(bulletins.mapped("month"))
        leaks = self.env["rights.secrecy.breach"].search(
            [
                ("station_id", "in", units.ids),
                ("discovered_at", ">=", day_start(since.toordinal())),
            ]
        )
        for leak in leaks:
            day = china_date(leak.discovered_at)
            evidence = self.env._("A breach of secrecy, found on %(day)s.", day=day)
            yield Fact(
                leak.id, day.replace(day=1), leak.station_id, day, evidence, leak.leaked_by_id
            )

    def _get_ended(self, bulletins):
        return bulletins.filtered(
            lambda one: one.state == "draft" and not one.submitted_at and one._is_over()
        )

    def _get_undedicated(self, bulletins, units):
        """Units that had no dedicated staff on the last day of a month (ORG-08, cause 1)."""
        for bulletin in self._get_ended(bulletins):
            day = bulletin._last_day()
            found = self.env["rights.network.gap"]._units_without_dedicated(day)
            for station in found & units:
                evidence = self.env._("No dedicated staff was in post on %(day)s.", day=day)
                key = f"{station.id},{bulletin.month}"
                yield Fact(key, bulletin.month, station, day, evidence)

    def _get_missing_items(self, bulletins, units):
        """Districts that submitted fewer information items than is their duty (QUA-07)."""
        for bulletin in self._get_ended(bulletins):
            day = bulletin._last_day()
            for station in units.filtered(
                lambda unit: unit.active and unit.level == "district_center"
            ):
                for number in range(bulletin._get_missing_items(station)):
                    evidence = self.env._(
                        "Fewer information items of %(month)s were adopted than is the duty.",
                        month=bulletin.display_name,
                    )
                    key = f"{station.id},{bulletin.month},{number}"
                    yield Fact(key, bulletin.month, station, day, evidence)


class RightsQualityBulletin(models.Model):
    """Information reporting against the monthly duty (QUA-07, STA-11)."""

    _inherit = "rights.quality.bulletin"

    @api.model
    def _information_items(self, unit, month):
        """How many items of a unit and those below, submitted in a month, were adopted.

        :param month: first day of the month in China
        """
        return (
            self.env["rights.information.item"]
            .sudo()
            .search_count(
                [
                    ("station_id", "child_of", unit.id),
                    ("state", "=", "adopted"),
                    ("date", ">=", month),
                    ("date", "<=", month + relativedelta(months=1, days=-1)),
                ]
            )
        )

    def _get_missing_items(self, unit):
        """How many items of the monthly duty are missing."""
        duty = self.env["rights.network.parameter"]._value("quality_information_duty")
        return max(0, duty - self._information_items(unit, self.month))
