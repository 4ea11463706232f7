from markupsafe import Markup
from odoo import fields, models

from ...clock import explain
from ...tools.china_time import china_naive


class RightsDeadline(models.Model):
    """Why this date: each line of the engine's explanation in words, on screen and paper."""

    _inherit = "rights.deadline"

    explanation = fields.Html(compute="_compute_explanation", sanitize=False)

    def _compute_explanation(self):
        for clock in self:
            rows = Markup("").join(
                Markup('<tr class="o_rights_why_{}"><th>{}</th><td>{}</td></tr>').format(
                    code, label, text
                )
                for code, label, text in clock._explained()
            )
            clock.explanation = Markup('<table class="o_rights_why">{}</table>').format(rows)

    def action_explain(self):
        """Open "Why this date?"."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why this date? %(limit)s", limit=self.display_name),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("consumer_rights.rights_deadline_view_why").id, "form")],
            "target": "new",
        }

    def _explained(self):
        """[(code, label, sentence)] from the limit to the due date."""
        self.ensure_one()
        table = self.env["rights.calendar.day"]._day_table()
        lines = explain(
            self._terms(),
            self.start_at,
            table,
            self.extended,
            self._pauses(),
            self.given_day or None,
            self._get_pause_names(),
        )
        result = []
        for line in lines:
            say = getattr(self, f"_say_{line.code}")
            result.append((line.code, *say(line.values)))
        if self.replaced_by_id:
            result.append(
                (
                    "replaced",
                    self.env._("Replaced"),
                    self.env._(
                        "A superior set another date: %(limit)s",
                        limit=self.replaced_by_id.display_name,
                    ),
                )
            )
        for rebase in self.sudo().rebase_ids:  # told with the date
            result.append(
                (
                    "rebased",
                    self.env._("Counted again"),
                    self.env._(
                        "from %(old)s by notice %(notice)s",
                        old=self._moment(rebase.old_due_at),
                        notice=rebase.notice_id.display_name,
                    ),
                )
            )
        return result

    def _moment(self, moment):
        return china_naive(moment).strftime("%Y-%m-%d %H:%M") if moment else ""

    def _day(self, day):
        names = [
            self.env._("Mon"),
            self.env._("Tue"),
            self.env._("Wed"),
            self.env._("Thu"),
            self.env._("Fri"),
            self.env._("Sat"),
            self.env._("Sun"),
        ]
        return f"{day.isoformat()} ({names[day.weekday()]})"

    def _span(self, first, last):
        return self._day(first) if first == last else f"{self._day(first)} – {self._day(last)}"

    def _unit(self, unit):
        return dict(
            self.env["rights.deadline.policy"]._fields["unit"]._description_selection(self.env)
        )[unit]

    def _say_rule(self, values):
        policy = self.policy_id.sudo()  # a limit is no secret
        if values["amount"] is None:
            text = self.display_name
        elif values["amount"] == 0:
            text = self.env._("%(limit)s: the same day", limit=self.display_name)
        else:
            text = self.env._(
                "%(limit)s: %(amount)s %(unit)s",
                limit=self.display_name,
                amount=values["amount"],
                unit=self._unit(values["unit"]),
            )
        basis = policy.law or policy.rule
        return self.env._("Limit"), f"{text} ({basis})" if basis else text

    def _say_start(self, values):
        event = self.policy_id.sudo().start_event_id.name  # a limit is no secret
        text = self.env._(
            "%(event)s on %(moment)s. The day itself is day 0.",
            event=event,
            moment=self._moment(values["at"]),
        )
        if values["name"]:
            text += f" {values['name']}"
        return self.env._("Start"), text

    def _say_given(self, values):
        return self.env._("Date set"), self._day(values["day"])

    def _say_extended(self, values):
        return self.env._("Extended"), self.env._(
            "by %(amount)s %(unit)s, %(total)s in all, counted from the start",
            amount=values["amount"],
            total=values["total"],
            unit=self._unit(values["unit"]),
        )

    def _say_paused(self, values):
        if values["resumed"]:
            text = self.env._(
                "from %(first)s, counted again from %(resumed)s",
                first=self._day(values["first"]),
                resumed=self._day(values["resumed"]),
            )
        else:
            text = self.env._("since %(first)s", first=self._day(values["first"]))
        return self.env._("Paused"), f"{values['reason']}: {text}" if values["reason"] else text

    def _say_skipped(self, values):
        name = values["name"] or self.env._("weekend")
        text = f"{self._span(values['first'], values['last'])} {name}"
        if values["document"]:
            text += f" ({values['document']})"
        elif values["provisional"]:
            text += self.env._(" (provisional)")
        return self.env._("Not counted"), text

    def _say_make_up(self, values):
        text = f"{self._day(values['day'])} {values['name']}"
        return self.env._("Make-up workday"), f"{text} ({values['document']})"

    def _say_counted(self, values):
        days = ", ".join(day.strftime("%m-%d") for day in values["days"])
        return self.env._("Counted"), days

    def _say_rolled(self, values):
        return self.env._("Moved"), self.env._(
            "%(day)s is a day off, so the limit ends on %(moved)s",
            day=self._day(values["from"]),
            moved=self._day(values["to"]),
        )

    def _say_closed(self, values):
        return self.env._("Moved"), self.env._(
            "after service close or on a day off, so %(day)s is the day",
            day=self._day(values["day"]),
        )

    def _say_provisional(self, values):
        return self.env._("Provisional"), self.env._(
            "The holiday notice for %(years)s is not out yet. The date is counted again then.",
            years=", ".join(map(str, values["years"])),
        )

    def _say_due(self, values):
        label = self.env._("Due")
        if not values["at"]:
            return label, self.env._("The clock stands still.")
        if values["end"] == "day":
            return label, self.env._("%(day)s, until 24:00", day=self._day(values["day"]))
        return label, self._moment(values["at"])


class RightsCase(models.Model):
    _inherit = "rights.case"

    def action_explain_next(self):
        """ "Why this date?" of the nearest clock."""
        self.ensure_one()
        self.check_access("read")
        return self.deadline_next_id.action_explain()
