import re

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

EVENTS = [
    ("registered", "Registered"),
    ("rejected", "Not accepted"),
    ("no_longer", "No longer accepted"),
    ("replied", "Replied"),
    ("followup_invited", "Invited to rate"),
    ("reopened", "Taken up again"),
    ("query_code", "Query code"),
    ("not_performed", "Agreement not performed"),
    ("settlement", "Settlement talk goes on"),
    ("merchant_referred", "Merchant: asked to settle first"),
    ("merchant_settlement", "Merchant: settlement talk goes on"),
    ("meeting", "Mediation meeting planned"),
    ("merchant_meeting", "Merchant: mediation meeting planned"),
    ("video_meeting", "Invited to a video meeting"),
]
# What a text may hold; nothing of it says what the matter is about, or names anybody else
PLACES = ("name", "number", "unit", "phone", "date", "link", "code")
# the place without which a notice says nothing, and which only this notice may hold
OWN_PLACES = {"followup_invited": "link", "query_code": "code", "video_meeting": "link"}
# notices that may lead to the page of the complaint; whoever opens it logs in first
LINKED = ("merchant_referred", "merchant_settlement")
PLACE = re.compile(r"\{([^{}]*)\}")
TEXTS = ("text_cn", "text_tw", "text_en")


class RightsNoticeTemplate(models.Model):
    """What the person, or the merchant, is told of an event (issue: notifications).

    who                     may
    staff                   read
    business administrator  edit, switch off

    A text holds places in braces: {name} of the person written to, {number} of the matter,
    {unit}, {phone} of the unit, {date} of today, the meeting or the limit, {link} to the rating,
    the meeting or the merchant's page, {code} of the query. Other braces are refused.
    """

    _name = "rights.notice.template"
    _description = "Notice to the person"
    _inherit = ["rights.configured", "rights.remembered"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    event = fields.Selection(EVENTS, required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    by_sms = fields.Boolean("By text message", default=True)
    by_email = fields.Boolean("By mail", default=True)
    text_cn = fields.Text("Simplified Chinese", required=True)
    text_tw = fields.Text("Traditional Chinese")
    text_en = fields.Text("English")

    _event_unique = models.UniqueIndex("(event)", "This event has its notice already.")

    @api.constrains(*TEXTS)
    def _check_places(self):
        for template in self:
            for name in TEXTS:
                unknown = set(PLACE.findall(template[name] or "")).difference(PLACES)
                if unknown:
                    raise ValidationError(
                        self.env._(
                            "A notice cannot hold {%(places)s}. It may hold: %(known)s.",
                            places="}, {".join(sorted(unknown)),
                            known=", ".join(f"{{{place}}}" for place in PLACES),
                        )
                    )
            template._check_own_places()

    def _check_own_places(self):
        texts = [self[name] for name in TEXTS if self[name]]
        own = OWN_PLACES.get(self.event)
        for place in sorted(set(OWN_PLACES.values())):
            holds = [f"{{{place}}}" in text for text in texts]
            if place == own and not all(holds):
                raise ValidationError(
                    self.env._("“%(notice)s” needs its {%(place)s}.", notice=self.name, place=place)
                )
            is_own = place == own or (place == "link" and self.event in LINKED)
            if not is_own and any(holds):
                raise ValidationError(
                    self.env._("“%(notice)s” has no {%(place)s}.", notice=self.name, place=place)
                )

    @api.model
    @tools.ormcache("event")
    def _id_of(self, event):
        """The notice of an event that is switched on, by its id; False for none."""
        return self.sudo().search([("event", "=", event)], limit=1).id

    def _fill(self, lang, values):
        """The text in a language, its places filled; missing ones are empty."""
        own = {"zh_TW": self.text_tw, "en_US": self.text_en}.get(lang)
        return PLACE.sub(lambda found: values.get(found[1]) or "", own or self.text_cn)
