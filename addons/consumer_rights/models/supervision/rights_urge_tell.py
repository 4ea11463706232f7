from collections import defaultdict

from markupsafe import Markup
from odoo import api, fields, models

from .rights_urge import CIRCULATED, REMINDER

# of a long digest so many are named, the others are counted
NAMED = 30


class RightsUrge(models.Model):
    """Who hears of an urge: one digest a person, in service hours only (SUP-02).

    The reminder goes to the handler, the letter to the head of the unit as well, the circulated
    notice to the head of the centre too. Nobody is told of a case that they may not read.
    """

    _inherit = "rights.urge"

    told_at = fields.Datetime("Told", readonly=True)

    _untold = models.Index("(id) WHERE told_at IS NULL")

    @api.model
    def _cron_tell(self):
        now = fields.Datetime.now()
        opens = self.env["rights.notice"]._next_service_time(now)
        if opens > now:
            self.env.ref("consumer_rights.cron_urge_tell")._trigger(opens)
            return
        self.search([("told_at", "=", False)])._tell()

    def _tell(self):
        """Send the digests of these urges, all in one transaction with the mark that they went."""
        waiting = self.filtered(
            lambda urge: urge.state != "closed" and not urge.deadline_id.stopped_at
        )
        for user, urges in waiting._get_digests().items():
            if urges and user.active:
                urges._send_digest(user)
        self.told_at = fields.Datetime.now()

    def _get_digests(self):
        """{user: urges that the user hears of}"""
        people = defaultdict(set)
        supervisors = self.env["rights.calendar.notice"]._heads_of(self.station_id.ids)
        heads = {}
        for urge in self:
            told = {urge.user_id.id} if urge.user_id.active else set()
            if urge.level != REMINDER or not told:
                told |= set(supervisors[urge.station_id.id])
            if urge.level == CIRCULATED:
                if urge.station_id not in heads:
                    heads[urge.station_id] = urge.case_id._get_centre_heads().ids
                told |= set(heads[urge.station_id])
            for user in told:
                people[user].add(urge.id)
        digests = {}
        for user, ids in people.items():
            user = self.env["res.users"].browse(user)
            urges = self.browse(sorted(ids))
            readable = set(
                self.env["rights.case"]
                .with_user(user)
                .search([("id", "in", urges.case_id.ids)])
                .ids
            )
            digests[user] = urges.filtered(
                lambda urge, readable=readable: urge.case_id.id in readable
            )
        return digests

    def _send_digest(self, user):
        """One message with the numbers of the cases and what is due; nothing of their content."""
        urges = self.with_context(lang=user.lang).sorted(lambda urge: (urge.level, urge.id))
        rows = Markup().join(
            Markup("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>").format(
                urge._get_label("level"),
                urge.case_id.name,
                urge.deadline_id.display_name or urge._get_label("cause"),
                urge.deadline_id.due_text or "",
            )
            for urge in urges[::-1][:NAMED]
        )
        more = len(urges) - NAMED
        rest = urges.env._("and %(count)s more", count=more) if more > 0 else ""
        urges.env["mail.thread"].message_notify(
            partner_ids=user.partner_id.ids,
            subject=urges.env._("Supervision: %(count)s matters", count=len(urges)),
            body=Markup("<table>{}</table><p>{}</p>").format(rows, rest),
        )

    def _get_label(self, name):
        return dict(self._fields[name]._description_selection(self.env))[self[name]]
