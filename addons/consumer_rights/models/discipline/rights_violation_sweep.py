from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...tools.china_time import china_date
from ...tools.failure import ImpersonalError


class NobodyResponsible(ImpersonalError, UserError):
    """Neither the unit nor any above had a head on that day."""


class RightsDeadlineReaction(models.Model):
    """A missed promise becomes a violation candidate; the step's action calls it (PRM-06)."""

    _inherit = "rights.deadline.reaction"

    def _propose_violation(self):
        violations = self.env["rights.promise.violation"].sudo()  # opened by the system
        violations._propose_for(self._get_told_breaches())

    def _get_told_breaches(self):
        """What was missed, in the language of the house: a job speaks none."""
        language = self.env["rights.case"]._paper_language()
        return self.sudo().with_context(lang=language).deadline_id.breach_ids


class RightsPromiseViolation(models.Model):
    _inherit = "rights.promise.violation"

    @api.model
    def _propose(self, source, code, user, at, station=None, **values):
        """A candidate that no clock brings; none while the promise is not published (PRM-01).

        What is found again in the same cycle of a matter is no second one (PRM-06).
        """
        violations = self.sudo()  # the system opens candidates, people judge them
        promise = violations.env["rights.promise"]._of_code(code)
        post = violations._get_posts(user, china_date(at), station).get(user.id)
        same = Domain("source", "=", source) & Domain("promise_id", "=", promise.id)
        same &= Domain("user_id", "=", user.id)
        for name in ("case_id", "cycle_no"):
            same &= Domain(name, "=", values.get(name, False))
        known = "case_id" in values and violations.search_count(same, limit=1)
        if known or not post or not promise.published_at:
            return violations.browse()
        return violations.create(
            {
                "source": source,
                "promise_id": promise.id,
                "user_id": user.id,
                "post_id": post.id,
                "station_id": post.station_id.id,
                "occurred_at": at,
                **values,
            }
        )

    @api.model
    def _propose_for(self, breaches):
        """One candidate a case, cycle, step and person; further limits of it join as evidence."""
        promises = self.env["rights.promise"]._get_by_limit()
        breaches = breaches.filtered(lambda breach: breach.case_id and breach.code in promises)
        posts = self._get_responsible(breaches)
        joined = defaultdict(breaches.browse)
        for breach in breaches:
            joined[self._get_step_key(breach, posts[breach])] |= breach
        known = self._get_known(breaches)
        vals_list = []
        for key, missed in joined.items():
            if key in known:
                known[key].breach_ids |= missed
            else:
                vals_list.append(self._get_breach_vals(key, missed, posts[missed[0]], promises))
        return self.create(vals_list)

    @api.model
    def _get_step_key(self, breach, post):
        """The step is what the limit waits for: limits that end with the same event share it."""
        clock = breach.deadline_id
        event = clock.snapshot["stop"]
        return breach.case_id.id, clock.cycle_no, event, post.user_id.id

    @api.model
    def _get_known(self, breaches):
        found = self.search(
            [("case_id", "in", breaches.case_id.ids), ("step_event_id", "!=", False)]
        )
        return {
            (one.case_id.id, one.cycle_no, one.step_event_id.id, one.user_id.id): one
            for one in found
        }

    @api.model
    def _get_breach_vals(self, key, missed, post, promises):
        case, cycle, event, user = key
        first = missed[0]
        return {
            "source": "breach",
            "promise_id": promises[first.code].id,
            "user_id": user,
            "post_id": post.id,
            "station_id": post.station_id.id,
            "case_id": case,
            "cycle_no": cycle,
            "step_event_id": event,
            "occurred_at": first.due_at,
            "facts": missed.env._(
                "Missed: %(limits)s",
                limits=", ".join(breach.deadline_id.display_name for breach in missed),
            ),
            "breach_ids": [Command.set(missed.ids)],
        }

    @api.model
    def _get_responsible(self, breaches):
        """{breach: the post responsible on the due day}: of the person of the clock, else of the
        head of the unit or of the unit above. With nobody there the reaction fails and is seen."""
        posts = self.env["rights.post"].with_context(active_test=False)
        held = posts.search([("user_id", "in", breaches.user_id.ids)]).grouped("user_id")
        result = {}
        for breach in breaches:
            day = china_date(breach.due_at)
            in_force = held.get(breach.user_id, posts).filtered(
                lambda post, day=day: (
                    post.date_from <= day and (not post.date_to or post.date_to >= day)
                )
            )
            here = in_force.filtered(lambda post, unit=breach.station_id: post.station_id == unit)
            own = here or in_force
            result[breach] = own[:1] or self._get_head_post(breach.station_id, day)
        return result

    @api.model
    def _get_head_post(self, station, day):
        """The post of the head of this unit on the day, or of the nearest unit above."""
        head = self.env.ref("consumer_rights.consumer_rights_group_head")
        posts = self.env["rights.post"].with_context(active_test=False)
        unit = station
        while unit:
            found = posts.search(posts._in_force_domain(day) & Domain("station_id", "=", unit.id))
            heads = found.filtered(lambda post: head in post.role_id.group_ids)
            if heads:
                return heads[0]
            unit = unit.parent_id
        raise NobodyResponsible(
            self.env._("Nobody was responsible at %(unit)s on that day.", unit=station.name)
        )
