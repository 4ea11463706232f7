import base64
import csv
import io
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...clock.notice import NoticeError, difference, library_notice, read_notice
from ...tools.china_time import china_date
from .rights_calendar_day import KIND_LABELS

# for how long after a publication clocks are looked at that began before it and came after it
LATECOMERS = timedelta(minutes=30)


class RightsCalendarNotice(models.Model):
    """The State Council's notice on the holidays of a year, and what it changes (LIM-07).

    A business administrator attaches the days as a file or takes them from the library, looks at
    the difference, and publishes. Publishing writes the day table and re-bases all open clocks.
    """

    _name = "rights.calendar.notice"
    _inherit = ["mail.thread", "mail.activity.mixin", "rights.configured"]
    _description = "Holiday notice"
    _order = "year desc, id desc"
    _rights_unlogged = frozenset(
        ("problems", "file_name", "rebase_count", "moved_day_count", "published_at")
    )

    year = fields.Integer(
        required=True, aggregator=None, default=lambda self: china_date().year + 1
    )
    document = fields.Char("Document number", help="For example 国办发明电〔2025〕7号.")
    published_on = fields.Date("Issued on", help="Date of the notice itself.")
    file = fields.Binary(attachment=True, help="CSV with the columns date, kind, name.")
    file_name = fields.Char()
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published")], default="draft", readonly=True
    )
    published_at = fields.Datetime("Published", readonly=True)
    is_shipped = fields.Boolean("Delivered with the system", readonly=True)
    line_ids = fields.One2many("rights.calendar.notice.line", "notice_id", readonly=True)
    change_count = fields.Integer("Changed days", compute="_compute_change_count")
    problems = fields.Text("What is wrong with the file", readonly=True)
    rebase_ids = fields.One2many("rights.deadline.rebase", "notice_id", readonly=True)
    rebase_count = fields.Integer("Clocks re-based", readonly=True)
    moved_day_count = fields.Integer(
        "Days moved",
        readonly=True,
        help="Days that merchants were told, and that have become later ones.",
    )

    _year_sane = models.Constraint(
        "CHECK (year BETWEEN 2004 AND 2100)", "The year must lie between 2004 and 2100."
    )

    @api.depends("year", "document")
    def _compute_display_name(self):
        for notice in self:
            notice.display_name = f"{notice.year} {notice.document or ''}".strip()

    @api.depends("line_ids")
    def _compute_change_count(self):
        for notice in self:
            notice.change_count = len(notice.line_ids)

    @api.model_create_multi
    def create(self, vals_list):
        notices = super().create(vals_list)
        notices.filtered(lambda notice: notice.state == "draft")._preview()
        return notices

    def write(self, vals):
        if {"year", "file", "document"} & set(vals) and any(
            notice.state == "published" for notice in self
        ):
            raise UserError(
                self.env._("A published notice stays as it is. Enter the correction as a new one.")
            )
        result = super().write(vals)
        if {"year", "file"} & set(vals):
            self._preview()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(notice.state == "published" for notice in self):
            raise UserError(self.env._("A published notice stays: dates were counted by it."))

    # -- reading and the preview ------------------------------------------------------------------

    def _read_days(self):
        """The days of the attached file.

        :raise NoticeError: with all that is wrong
        """
        self.ensure_one()
        content = base64.b64decode(self.with_context(bin_size=False).file or b"")
        return read_notice(content, self.year, self.document or "")

    def _preview(self):
        """Show what publishing would change, or what is wrong with the file."""
        for notice in self:
            lines, problems = [Command.clear()], False
            if notice.file:
                try:
                    lines += notice._difference_lines(notice._read_days())
                except NoticeError as error:
                    problems = "\n".join(self._say(problem) for problem in error.problems)
            # what follows from the file is written by the system, for whoever attached it
            notice.sudo().write({"line_ids": lines, "problems": problems})

    def _difference_lines(self, days):
        table = self.env["rights.calendar.day"]
        here = [day for year in (self.year - 1, self.year) for day in table._days(year)]
        touched = {day.date for day in days}
        here = [day for day in here if day.date in touched]
        return [
            Command.create(
                {
                    "date": date,
                    "kind_before": before and before.kind,
                    "name_before": before and before.name,
                    "kind": after.kind,
                    "name": after.name,
                }
            )
            for date, before, after in difference(here, days)
        ]

    def _say(self, problem):
        """A problem of the file in a sentence, with its line."""
        values = {"line": problem.line, **problem.values}
        values["day"] = fields.Date.to_string(values.get("day"))
        sentences = {
            "encoding": self.env._("The file is not in UTF-8. Save it as CSV UTF-8."),
            "columns": self.env._("The first line must name the columns: %(columns)s.")
            if "columns" in values
            else "",
            "empty": self.env._("The file holds no day."),
            "date": self.env._("Line %(line)s: this is no date. Write it as 2027-01-31."),
            "kind": self.env._(
                "Line %(line)s: the kind of %(day)s must be workday, rest, holiday or make_up."
            ),
            "doubled": self.env._("Line %(line)s: %(day)s stands in the file twice."),
            "year": self.env._("Line %(line)s: %(day)s does not belong to the notice of %(year)s."),
            "weekday": self.env._(
                "Line %(line)s: %(day)s cannot be that kind of day, look at its weekday."
            ),
            "rest": self.env._("Line %(line)s: %(day)s is no weekend. Call it a holiday."),
            "missing": self.env._("%(day)s %(name)s is missing."),
        }
        return sentences[problem.code] % values

    def action_from_library(self):
        """Take the days of the year from the library, as a file to look at."""
        self.ensure_one()
        days = library_notice(self.year)
        if not days:
            raise UserError(
                self.env._(
                    "The library does not know %(year)s yet. Attach the notice as a file.",
                    year=self.year,
                )
            )
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["date", "kind", "name"])
        writer.writerows((day.date, day.kind, day.name) for day in days)
        self.write(
            {
                "file": base64.b64encode(text.getvalue().encode()),
                "file_name": f"chinesecalendar-{self.year}.csv",
            }
        )
        return True

    # -- publishing --------------------------------------------------------------------------------

    def action_publish(self):
        """Write the day table, re-base the open clocks, tell the people (LIM-07)."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "published":
            raise UserError(self.env._("This notice is published already."))
        if not self.file:
            raise UserError(self.env._("Attach the days of the notice as a file first."))
        if not self.document:
            raise UserError(self.env._("Enter the document number of the notice."))
        try:
            days = self._read_days()
        except NoticeError as error:
            raise UserError("\n".join(self._say(problem) for problem in error.problems)) from error
        self._preview()
        self._do_publish(days)
        return True

    def _do_publish(self, days):
        table = self.env["rights.calendar.day"].sudo()
        table._upsert(days)
        dates = [day.date for day in days]  # all of them are no longer provisional
        moved = self.env["rights.deadline"].sudo()._rebase(self, min(dates), max(dates))
        counted = (
            self.env["rights.deadline.rebase"].sudo().search_count([("notice_id", "=", self.id)])
        )
        self.write(
            {
                "state": "published",
                "published_at": fields.Datetime.now(),
                "rebase_count": counted,
                "moved_day_count": self._move_told_days(dates),
            }
        )
        self._tell_people(moved)

    def _move_told_days(self, dates):
        """Days on rows that are no clocks: every model with such a day has a part in it."""
        return sum(
            self.env[name].sudo()._move_told_days(min(dates), max(dates))
            for name in sorted(self.env.registry.descendants(["rights.told.day"], "_inherit"))
            if not self.env[name]._abstract
        )

    @api.model
    def _rebase_latecomers(self):
        """Re-base the clocks that a request started while a notice was being published.

        It had read the old days before and wrote its clocks down after.
        """
        since = fields.Datetime.now() - LATECOMERS
        for notice in self.sudo().search([("published_at", ">=", since)]):
            dates = [day.date for day in notice._read_days()]
            begun = notice.published_at - LATECOMERS
            moved = (
                self.env["rights.deadline"]
                .sudo()
                ._rebase(notice, min(dates), max(dates), since=begun)
            )
            notice._tell_people(moved)
            notice.moved_day_count += notice._move_told_days(dates)

    def _tell_people(self, moved):
        """One activity a person, however many of the person's clocks moved.

        :param moved: [(clock id, user id or None, station id)]
        """
        counts = defaultdict(int)
        heads = self._heads_of({station for _clock, user, station in moved if not user})
        for _clock, user, station in moved:
            for person in [user] if user else heads.get(station, ()):
                counts[person] += 1
        todo = self.env.ref("mail.mail_activity_data_todo")
        self.env["mail.activity"].sudo().create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": self.id,
                    "activity_type_id": todo.id,
                    "user_id": user,
                    "date_deadline": china_date(),
                    "summary": self.env._(
                        "%(notice)s: %(count)s of your clocks have a new date",
                        notice=self.display_name,
                        count=count,
                    ),
                }
                for user, count in counts.items()
            ]
        )

    def _heads_of(self, stations):
        """{station id: ids of the people who watch over clocks without a person}."""
        posts = (
            self.env["rights.post"]
            .sudo()
            .search([("station_id", "in", list(stations)), ("active", "=", True)])
        )
        result = defaultdict(list)
        watching = ("consumer_rights_group_dispatcher", "consumer_rights_group_head")
        groups = self.env["res.groups"].union(
            *(self.env.ref(f"consumer_rights.{name}") for name in watching)
        )
        for post in posts:
            if post.user_id.all_group_ids & groups:
                result[post.station_id.id].append(post.user_id.id)
        return result

    def action_view_rebases(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "consumer_rights.rights_deadline_rebase_action"
        )
        return {**action, "domain": [("notice_id", "=", self.id)]}

    @api.model
    def _missing_year(self):
        """The first year, from this one on, without a published notice."""
        year = china_date().year
        known = set(self.search([("state", "=", "published")]).mapped("year"))
        while year in known:
            year += 1
        return year


class RightsCalendarNoticeLine(models.Model):
    """A day that a notice changes, before and after."""

    _name = "rights.calendar.notice.line"
    _description = "Day of a holiday notice"
    _order = "date"
    _rec_name = "date"

    notice_id = fields.Many2one(
        "rights.calendar.notice", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(required=True)
    kind_before = fields.Selection(KIND_LABELS)
    name_before = fields.Char("Holiday before")
    kind = fields.Selection(KIND_LABELS, required=True)
    name = fields.Char("Holiday")
