from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_date


class RightsPost(models.Model):
    """A post does not end while its person holds open work and nobody is named for it (DUT-11)."""

    _inherit = "rights.post"

    def _get_cannot_end_reasons(self):
        return super()._get_cannot_end_reasons() | self._get_open_work_reasons(china_date())

    def write(self, vals):
        last_day = fields.Date.to_date(vals.get("date_to"))
        if last_day:
            earlier = self.filtered(lambda post: not post.date_to or post.date_to > last_day)
            reasons = earlier._get_open_work_reasons(last_day)
            if reasons:
                raise UserError("\n".join(reasons.values()))
        return super().write(vals)

    def _get_open_work_reasons(self, last_day):
        """{post: what is still open}, of posts that are the person's last one at their unit."""
        reasons = {}
        handovers = self.env["rights.work.handover"]
        for post in self:
            person, unit = post.user_id, post.station_id
            if post._has_sibling(last_day) or handovers._covers(person, unit, last_day):
                continue
            work = handovers.new(
                {"from_user_id": person.id, "station_id": unit.id, "date_from": last_day}
            )
            count = sum(len(rows) for _work, rows in work._open_work(person))
            if count:
                reasons[post] = self.env._(
                    "%(person)s holds %(count)s open pieces of work at %(unit)s. Name a successor"
                    " first: Network, Handover of work (DUT-11).",
                    person=person.name,
                    count=count,
                    unit=unit.name,
                )
        return reasons

    def _has_sibling(self, last_day):
        """Whether the person goes on at the same unit in another post."""
        next_day = last_day + timedelta(days=1)
        return any(
            other != self
            and other.station_id == self.station_id
            and not other.ended_at
            and other.date_from <= next_day
            and (not other.date_to or other.date_to >= next_day)
            for other in self.user_id.rights_post_ids
        )
