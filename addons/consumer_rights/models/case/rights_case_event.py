import hashlib
import json

from odoo import api, fields, models
from odoo.tools import SQL


class RightsCaseEvent(models.Model):
    """One line of the process record (办理记录): who, when, from where, to where, on what basis.

    The lines of a case form a chain: each holds the hash of the one before, so that a line that
    is changed, removed or slipped in is found by ``rights.case._verify_events``. Whoever reads the
    case reads its record; nobody changes it. It never holds clear personal data.
    """

    _name = "rights.case.event"
    _description = "Process record"
    _frozen_with_archive = False
    _inherit = ["rights.append.only", "rights.case.part"]
    _order = "case_id, sequence"
    _rec_name = "type"

    case_id = fields.Many2one("rights.case", required=True, index=False, ondelete="restrict")
    sequence = fields.Integer(required=True)
    cycle_no = fields.Integer("Cycle", required=True)
    type = fields.Selection(
        [
            ("opened", "Opened"),
            ("imported", "Taken over"),
            ("moved", "Moved on"),
            ("changed", "Changed"),
            ("party", "Party changed"),
            ("contact", "Contact"),
            ("visit", "Site visit"),
            ("evidence", "Evidence"),
            ("link", "Link"),
            ("progress", "Progress"),
            ("supplement", "Supplement"),
        ],
        required=True,
    )
    at = fields.Datetime(required=True)
    user_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    station_id = fields.Many2one("rights.station", "Unit", ondelete="restrict")
    transition_id = fields.Many2one("rights.case.transition", "Step", ondelete="restrict")
    stage_from_id = fields.Many2one("rights.case.stage", "From", ondelete="restrict")
    stage_to_id = fields.Many2one("rights.case.stage", "To", ondelete="restrict")
    basis = fields.Char()
    paper = fields.Char()
    changes = fields.Json()
    changes_text = fields.Char(compute="_compute_changes_text", string="What changed")
    previous_hash = fields.Char(required=True)
    hash = fields.Char(required=True)

    # one line a place: a fork of the chain cannot be stored
    _place_unique = models.UniqueIndex("(case_id, sequence)", "This line exists already.")

    @api.depends("changes")
    @api.depends_context("lang")
    def _compute_changes_text(self):
        case_fields = self.env["rights.case"]._fields
        for event in self:
            parts = []
            for name, change in (event.changes or {}).items():
                old, new = change["old"], change["new"]
                if isinstance(old, dict) or isinstance(new, dict):  # the details of a class
                    old, new = old or {}, new or {}
                    pairs = [(key, old.get(key), new.get(key)) for key in {**old, **new}]
                else:
                    field = case_fields.get(name)
                    label = field.get_description(self.env, ["string"])["string"] if field else name
                    pairs = [(label, old, new)]
                parts += [
                    self.env._(
                        "%(field)s: %(before)s → %(after)s",
                        field=label,
                        before=self._say(before),
                        after=self._say(after),
                    )
                    for label, before, after in pairs
                    if before != after
                ]
            event.changes_text = self._join(parts)

    def _join(self, parts):
        """The parts as one line, with the punctuation of the reader's language."""
        line = parts[0] if parts else False
        for part in parts[1:]:
            line = self.env._("%(before)s; %(after)s", before=line, after=part)
        return line

    def _say(self, value):
        if value is True:
            return self.env._("yes")
        if isinstance(value, float) and value and round(value, 2) == value:
            return f"{value:,.2f}"
        return value or self.env._("empty")

    def _canonical(self):
        """The content that the hash covers, as bytes that are the same on every machine."""
        return self._canonical_vals(
            {
                name: self[name].id if self._fields[name].relational else self[name]
                for name in self._HASHED
            }
        )

    _HASHED = (
        "case_id sequence cycle_no type at user_id station_id transition_id stage_from_id "
        "stage_to_id basis paper changes previous_hash"
    ).split()

    @api.model
    def _canonical_vals(self, vals):
        content = {name: vals.get(name) or None for name in self._HASHED}
        content["at"] = fields.Datetime.to_string(content["at"])
        return json.dumps(content, sort_keys=True, ensure_ascii=False).encode()

    @api.model
    def _hash_vals(self, vals):
        return hashlib.sha256(self._canonical_vals(vals)).hexdigest()


class RightsCase(models.Model):
    _inherit = "rights.case"

    def _unit_of_actor(self, own):
        """The unit for which a person with posts at ``own`` acts on this case.

        The responsible unit, a unit of its chain, or the person's own; the system acts for the
        responsible unit.
        """
        unit = self.station_id
        return unit if unit in own or not own else (self.chain_station_ids & own or own)[0]

    def _append_events(self, entries):
        """Add one line to the process record of each case, chained to the line before.

        The chain's head lies on the case row. Updating it makes a concurrent writer of the same
        case fail with a serialization error, which Odoo retries: no fork, no lost line.

        :param entries: one dict a case, with at least ``type``
        """
        if not self:
            return self.env["rights.case.event"]
        events = self.env["rights.case.event"]
        own = self.env.user.rights_station_ids
        now = fields.Datetime.now()
        vals_list, heads = [], []
        for case, entry in zip(self.sudo(), entries, strict=True):
            vals = {
                "case_id": case.id,
                "sequence": case.event_count + 1,
                "cycle_no": case.cycle_no,
                "at": now,
                "user_id": self.env.uid,
                "station_id": case._unit_of_actor(own).id,
                "previous_hash": case.event_hash or "",
                **entry,
            }
            vals["hash"] = events._hash_vals(vals)
            vals_list.append(vals)
            heads.append((case.id, vals["sequence"], vals["hash"]))
        self.env.execute_query(
            SQL(
                """
                UPDATE rights_case SET event_count = head.sequence, event_hash = head.hash
                FROM (VALUES %s) AS head (id, sequence, hash) WHERE rights_case.id = head.id
                RETURNING rights_case.id
                """,
                SQL(", ").join(SQL("%s", head) for head in heads),
            )
        )
        result = events._append(vals_list)
        for case, (_id, sequence, digest) in zip(self.sudo(), heads, strict=True):
            case._fields["event_count"]._update_cache(case, sequence)
            case._fields["event_hash"]._update_cache(case, digest)
        return result

    def _verify_events(self):
        """The first bad line of each case whose chain does not hold, as {case: event}."""
        broken = {}
        for case in self.sudo():
            previous, place = "", 0
            for event in case.event_ids.sorted("sequence"):
                place += 1
                sound = (
                    event.sequence == place
                    and event.previous_hash == previous
                    and event.hash == hashlib.sha256(event._canonical()).hexdigest()
                )
                if not sound:
                    broken[case] = event
                    break
                previous = event.hash
            else:
                if place != case.event_count or previous != (case.event_hash or ""):
                    broken[case] = case.event_ids[-1:]
        return broken
