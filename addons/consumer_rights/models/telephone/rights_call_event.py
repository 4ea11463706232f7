import hmac
import json
from datetime import datetime, timedelta, timezone

from odoo import api, models

from ...tools.masking import phone_digits

EVENTS = ("ring", "answered", "missed", "recording")
LONGEST = 200
AHEAD = timedelta(minutes=5)


def parse_moment(text):
    """A moment with its time zone, as naive UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise ValueError("A moment is written like 2026-03-10T09:20:00+08:00.") from error
    if moment.tzinfo is None:
        raise ValueError("A moment names its time zone, such as +08:00.")
    return moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)


class RightsCallLog(models.Model):
    """The hook of the telephone system (docs/telephone.md): events of calls, each taken once."""

    _inherit = "rights.call.log"

    @api.model
    def _is_key(self, key):
        """Whether this is the key that an administrator set; compared in constant time."""
        wanted = self.env["ir.config_parameter"].sudo().get_param("consumer_rights.telephone_key")
        return bool(wanted) and hmac.compare_digest(wanted.encode(), (key or "").encode())

    @api.model
    def _take_event(self, content):
        """Note one event of a call. The same event again changes nothing.

        :param content: JSON as in docs/telephone.md
        :return: the call, in superuser mode
        :raise ValueError: with a sentence on what is wrong
        """
        event = self._parse_event(content)
        calls_sudo = self.sudo()  # whoever has the key tells events and reads nothing
        call = calls_sudo.search([("call_ref", "=", event["call_ref"])], limit=1)
        vals = calls_sudo._event_vals(event)
        if not call:
            call = calls_sudo.create(vals | calls_sudo._first_vals(event))
        else:
            call._learn(vals, event)
        call._settle()
        if event["event"] == "recording":
            for case in call.case_ids:
                case._attach_recording(call)
        return call

    @api.model
    def _parse_event(self, content):
        try:
            event = json.loads(content)
        except ValueError as error:
            raise ValueError("This is no JSON.") from error
        if not isinstance(event, dict):
            raise ValueError("An event is one JSON object.")
        if event.get("event") not in EVENTS:
            raise ValueError(f"event is one of: {', '.join(EVENTS)}.")
        for name in ("call_id", "caller", "line", "agent", "recording_url"):
            value = event.get(name, "")
            if not isinstance(value, str) or len(value) > LONGEST:
                raise ValueError(f"{name} is a text of at most {LONGEST} characters.")
        if not event.get("call_id"):
            raise ValueError("call_id is missing.")
        moments = {name: parse_moment(event[name]) for name in ("recorded_from",) if name in event}
        at = parse_moment(event.get("at"))
        if at > datetime.now(timezone.utc).replace(tzinfo=None) + AHEAD:
            raise ValueError("at lies in the future.")
        if event["event"] == "recording" and not event.get("recording_url", "").startswith(
            ("https://", "http://")
        ):
            raise ValueError("recording_url is a link with http or https.")
        return event | moments | {"at": at, "call_ref": event["call_id"]}

    def _event_vals(self, event):
        """What this event says of its call."""
        at, kind = event["at"], event["event"]
        if kind == "answered":
            agent = self.env["res.users"].search([("login", "=", event.get("agent"))], limit=1)
            return {"answered_at": at, "user_id": agent.id, "has_record": True}
        if kind == "missed":
            return {"missed_at": at, "has_record": True}
        if kind == "recording":
            return {
                "recording_url": event["recording_url"],
                "recorded_from": event.get("recorded_from", False),
                "recorded_to": at,
            }
        return {"has_record": True}

    def _first_vals(self, event):
        """What a call is created with, whichever event comes first."""
        line = self.env["rights.phone.line"]._of(event.get("line"))
        station = line.station_id or self.env["rights.arrival"]._get_taking_unit()
        return {
            "call_ref": event["call_ref"],
            "number": phone_digits(event.get("caller")) or False,
            "line_id": line.id,
            "station_id": station.id,
            "started_at": event.get("recorded_from") or event["at"],
        }

    def _learn(self, vals, event=None):
        """Write what was not known; what was told before stays."""
        new = {name: value for name, value in vals.items() if value and not self[name]}
        if event and event["event"] == "ring" and event["at"] < self.started_at:
            new["started_at"] = event["at"]
        if event and not self.number and phone_digits(event.get("caller")):
            new["number"] = phone_digits(event["caller"])
            new.update(self._masked_vals(new["number"]))
        if new:
            self.write(new)
        return bool(new)
