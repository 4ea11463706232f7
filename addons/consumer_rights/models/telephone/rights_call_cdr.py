import csv
import io
from collections import Counter, defaultdict
from datetime import datetime, timedelta

from odoo import api, models
from odoo.exceptions import UserError

from ...clock.due import CHINA_HOURS
from ...tools.masking import phone_digits

# Asterisk's cdr_csv writes no names: its columns in its order
COLUMNS = (
    "accountcode src dst dcontext clid channel dstchannel lastapp lastdata start answer end "
    "duration billsec disposition amaflags uniqueid userfield"
).split()
NEEDED = {"src", "dst", "disposition", "uniqueid"}
MACHINES = ("voicemail", "record", "monitor")
MOST_ROWS = 200_000


class RightsCallLog(models.Model):
    """Call records in Asterisk's columns, taken from a file."""

    _inherit = "rights.call.log"

    @api.model
    def _take_records(self, content):
        """Note the calls of a file.

        :return: Counter of new, changed, known, foreign and broken
        """
        counts, calls = Counter(), defaultdict(list)
        for row in self._read_records(content):
            try:
                leg = self._read_leg(row)
            except (KeyError, ValueError, TypeError):
                counts["broken"] += 1
                continue
            if leg["line"]:
                calls[row.get("linkedid") or row["uniqueid"]].append(leg)
            else:
                counts["foreign"] += 1
        known = {
            call.call_ref: call
            for call in self.sudo().search([("call_ref", "in", list(calls))])  # told by the system
        }
        touched = self.sudo()
        for ref, legs in calls.items():
            vals = self._vals_of_legs(ref, legs)
            if ref not in known:
                touched |= touched.create(vals)
                counts["new"] += 1
            else:
                learnt = known[ref]._learn({key: vals[key] for key in vals if key != "started_at"})
                touched |= known[ref]
                counts["changed" if learnt else "known"] += 1
        touched._settle()
        return counts

    @api.model
    def _read_records(self, content):
        """The rows as {column: text}; with names in the first row, or Asterisk's order without."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030", errors="replace")
        rows = list(csv.reader(io.StringIO(text)))
        if len(rows) > MOST_ROWS:
            raise UserError(
                self.env._("A file holds at most %(most)s rows: divide it.", most=MOST_ROWS)
            )
        names = [cell.strip().lower() for cell in rows[0]] if rows else []
        if NEEDED <= set(names):
            rows = rows[1:]
        elif names and len(names) >= COLUMNS.index("uniqueid") + 1:
            names = COLUMNS
        else:
            raise UserError(
                self.env._("These are no call records: the columns of Asterisk's cdr are missing.")
            )
        return [dict(zip(names, row, strict=False)) for row in rows if any(row)]

    @api.model
    def _read_leg(self, row):
        """One row: the moments as naive UTC, from the wall time of the telephone system."""

        def moment(text):
            return datetime.strptime(text, "%Y-%m-%d %H:%M:%S") - CHINA_HOURS

        start = moment(row.get("start") or row["calldate"])
        length, talk = int(row.get("duration") or 0), int(row.get("billsec") or 0)
        return {
            "line": self.env["rights.phone.line"]._of(row["dst"]),
            "number": phone_digits(row["src"]) or False,
            "start": start,
            "end": moment(row["end"]) if row.get("end") else start + timedelta(seconds=length),
            "talk": talk,
            "answered": row["disposition"].strip().upper() == "ANSWERED",
            "machine": row.get("lastapp", "").strip().lower() in MACHINES,
            "ref": row["uniqueid"],
        }

    @api.model
    def _vals_of_legs(self, ref, legs):
        """The facts of one call, of all its legs."""
        legs.sort(key=lambda leg: leg["start"])
        first = legs[0]
        people = [leg for leg in legs if leg["answered"] and not leg["machine"]]
        messages = [leg for leg in legs if leg["answered"] and leg["machine"]]
        vals = {
            "call_ref": ref,
            "number": first["number"],
            "line_id": first["line"].id,
            "station_id": first["line"].station_id.id,
            "started_at": first["start"],
            "has_record": True,
        }
        if people:
            leg = people[0]
            vals["answered_at"] = leg["end"] - timedelta(seconds=leg["talk"])
            vals["talk_seconds"] = sum(leg["talk"] for leg in people)
        elif messages:
            vals["recorded_from"] = messages[0]["end"] - timedelta(seconds=messages[0]["talk"])
            vals["recorded_to"] = messages[-1]["end"]
        else:
            vals["missed_at"] = legs[-1]["end"]
        return vals
