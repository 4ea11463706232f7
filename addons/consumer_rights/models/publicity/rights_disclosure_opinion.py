from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_date
from ...tools.filing_text import clean_text

LONGEST = 2000


class RightsPortalAttempt(models.Model):
    _inherit = "rights.portal.attempt"

    purpose = fields.Selection(
        selection_add=[("disclosure", "Opinion or subscription")],
        ondelete={"disclosure": "cascade"},
    )

    @api.model
    def _check_disclosure(self, address):
        """Count an opinion or a subscription.

        :raise UserError: too many from one address within a day
        """
        who = self._key_of_address(address)
        most = self.env["rights.network.parameter"]._value("disclosure_posts_a_day")
        if self._count("disclosure", who, timedelta(days=1)) >= most:
            raise UserError(self.env._("Too much came from your network today."))
        self._note("disclosure", who)


class RightsDisclosureOpinion(models.Model):
    """What somebody says to a call for opinions: words and time, nobody's name (DIS-12)."""

    _name = "rights.disclosure.opinion"
    _description = "Opinion"
    _order = "id desc"
    _rec_name = "at"

    disclosure_id = fields.Many2one(
        "rights.disclosure", "Call for opinions", required=True, index=True, ondelete="restrict"
    )
    code = fields.Char(related="disclosure_id.code", store=True, index=True, string="Number")
    at = fields.Datetime("Time", required=True, default=fields.Datetime.now)
    text = fields.Text("Opinion", required=True)


class RightsDisclosure(models.Model):
    _inherit = "rights.disclosure"

    @api.depends("code")
    def _compute_opinion_count(self):
        # how many there are is no secret
        counts = dict(
            self.env["rights.disclosure.opinion"]
            .sudo()
            ._read_group([("code", "in", self.mapped("code"))], ["code"], ["__count"])
        )
        for disclosure in self:
            disclosure.opinion_count = counts.get(disclosure.code, 0)

    def _takes_opinions(self):
        self.ensure_one()
        is_open = bool(self.open_until) and self.open_until >= china_date()
        return self.kind == "opinions" and self.state == "live" and is_open

    def _give_opinion(self, text, address):
        """Keep an opinion; in superuser mode, on a public call.

        :raise UserError: it is closed, empty, or too much came from there
        """
        if not self._takes_opinions():
            raise UserError(self.env._("Opinions are not collected any more."))
        words = clean_text(text)
        if not words:
            raise UserError(self.env._("Write down your opinion."))
        if len(words) > LONGEST:
            raise UserError(self.env._("At most %(most)s characters, please.", most=LONGEST))
        self.env["rights.portal.attempt"]._check_disclosure(address)
        return self.env["rights.disclosure.opinion"].create(
            {"disclosure_id": self.id, "text": words}
        )
