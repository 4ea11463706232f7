import hashlib
import json

from odoo import api, fields, models
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.exceptions import UserError

from .report_sheet import cells_of, counted_in


def digest_of(content):
    """The hash of filled tables, the same however they are stored."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class RightsClosedPeriod(models.Model):
    """The figures of a unit in a period as they were published: written once (STA-05).

    who                     may
    statistician, head      close a period of an own unit that is over; look for corrections
    staff with figures      read those of own units and of those below

    Nothing changes the figures afterwards; the table refuses it and ``digest`` would tell. What a
    later count says otherwise is entered as a correction, with what stood there before.
    """

    _name = "rights.closed.period"
    _inherit = ["rights.append.only", "rights.of.period"]
    _description = "Closed period"
    _order = "date_to desc, date_from desc, station_id, id"

    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="restrict"
    )
    content = fields.Json(required=True)
    digest = fields.Char("Checksum", required=True, help="SHA-256 of the figures.")
    is_intact = fields.Boolean("Unchanged", compute="_compute_is_intact")
    closed_at = fields.Datetime("Closed on", required=True, default=fields.Datetime.now)
    closed_by_id = fields.Many2one("res.users", "Closed by", required=True, ondelete="restrict")
    correction_ids = fields.One2many("rights.period.correction", "period_id", "Corrections")
    correction_count = fields.Integer("Number of corrections", compute="_compute_correction_count")

    _once = models.UniqueIndex(
        "(station_id, kind, date_from, date_to)", "This period is closed already."
    )

    @api.depends("kind", "date_from", "date_to", "holiday")
    def _compute_display_name(self):
        for period in self:
            period.display_name = period._get_period_name()

    @api.depends("content", "digest")
    def _compute_is_intact(self):
        for period in self:
            period.is_intact = period.digest == digest_of(period.content)

    @api.depends("correction_ids")
    def _compute_correction_count(self):
        for period in self:
            period.correction_count = len(period.correction_ids)

    # -- closing ---------------------------------------------------------------------------------

    @api.model
    def _of(self, station, span):
        """The closed period of a unit and a period, whoever asks; empty while it is open."""
        return self.sudo().search(
            [
                ("station_id", "=", station.id),
                ("kind", "=", span.kind),
                ("date_from", "=", span.first),
                ("date_to", "=", span.last),
            ]
        )

    @api.model
    def _close(self, station, span):
        """Freeze all tables of an own unit for a period that is over."""
        if not self.env.user._rights_reports_closes(station):
            raise UserError(
                self.env._("Periods of a unit are closed by its statistician or its head.")
            )
        if self._of(station, span):
            raise UserError(self.env._("This period is closed already."))
        return self._freeze(station, span)

    @api.model
    def _freeze(self, station, span):
        """The tables of a unit as they are counted now; who may do so was checked."""
        if china_date() <= span.last:
            raise UserError(
                self.env._("%(day)s is not over. Close the period afterwards.", day=span.last)
            )
        content = self.env["rights.report.table"]._count_all(station, span)
        return self._append(
            [
                {
                    "station_id": station.id,
                    **self._span_values(span),
                    "content": content,
                    "digest": digest_of(content),
                    "closed_by_id": self.env.uid,
                }
            ]
        ).sudo(self.env.su)

    # -- what a later count says otherwise ---------------------------------------------------------

    def action_look_for_corrections(self):
        """Count again and enter what differs from what is known by now; the figures stay."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user._rights_reports_closes(self.station_id):
            raise UserError(
                self.env._("Periods of a unit are closed by its statistician or its head.")
            )
        found = self._find_corrections()
        self.env["rights.period.correction"]._append(found)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("%(count)s figures differ.", count=len(found))
                if found
                else self.env._("Every figure is as it was."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _find_corrections(self, codes=None):
        """What a later count gives otherwise, of all tables or of those with these codes."""
        content = {code: self.content[code] for code in codes or self.content}
        known = {}
        for one in self.sudo().correction_ids.sorted("id"):
            known[one.table, json.loads(one.row_key), one.column_key] = json.loads(one.after)
        counted = self.env["rights.report.table"]._count_all(self.station_id, self._span(), content)
        found = []
        for code, sheet in content.items():
            if code not in counted:
                continue
            before, after = cells_of(sheet), cells_of(counted[code])
            both = counted_in(sheet) & counted_in(counted[code])
            for key in [*before, *(key for key in after if key not in before)]:
                if key[1].partition("@")[0] not in both:
                    continue  # the table has other columns by now: no figure differs
                row, column, old = before.get(key) or (*after[key][:2], None)
                old = known.get((code, *key), old)
                new = after[key][2] if key in after else None
                if (old or 0) != (new or 0):
                    found.append(
                        {
                            "period_id": self.id,
                            "station_id": self.station_id.id,
                            "user_id": self.env.uid,
                            "table": code,
                            "table_name": sheet["name"],
                            "row_key": json.dumps(key[0]),
                            "column_key": key[1],
                            "row": row,
                            "column": column,
                            "before": json.dumps(old),
                            "after": json.dumps(new),
                        }
                    )
        return found

    def _with_corrections(self, sheet):
        """A published table with the figures that were corrected since beside it (STA-05)."""
        last = {
            (json.loads(one.row_key), one.column_key): one
            for one in self.sudo().correction_ids.sorted("id")
            if one.table == sheet["code"]
        }
        if not last:
            return sheet
        columns = {column["key"]: column for column in sheet["columns"]}
        rows = {row["key"]: row for row in sheet["rows"]}
        total = rows.pop(None, None)
        for (row, column), one in last.items():
            added = {"key": column, "label": one.column, "kind": "value", "may_open": False}
            columns.setdefault(column, added)
            if row is not None:
                rows.setdefault(row, {"key": row, "label": one.row, "values": []})
        note = self.env._("Struck out: what was published. Beside it: what was corrected since.")
        return sheet | {
            "notes": [*sheet.get("notes", ()), note],
            "columns": [*columns.values()],
            "rows": [
                row
                | {
                    "values": row["values"] + [None] * (len(columns) - len(row["values"])),
                    "corrected": {
                        column: json.loads(last[row["key"], column].after)
                        for column in columns
                        if (row["key"], column) in last
                    },
                }
                for row in [*rows.values(), *([total] if total else [])]
            ],
        }

    def action_open_figures(self):
        """The page of figures at this unit and period."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("rights_reports.rights_figures_action")
        span = self._span()
        return action | {
            "context": {
                "rights_figures": {
                    "station": self.station_id.id,
                    "span": {
                        "kind": span.kind,
                        "first": str(span.first),
                        "last": str(span.last),
                        "name": span.name,
                    },
                }
            }
        }


class RightsPeriodCorrection(models.Model):
    """A figure of a closed period that a later count gives otherwise (STA-05)."""

    _name = "rights.period.correction"
    _inherit = ["rights.append.only"]
    _description = "Correction of a closed period"
    _order = "id desc"
    _rec_name = "row"

    period_id = fields.Many2one(
        "rights.closed.period", required=True, index=True, ondelete="restrict"
    )
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="restrict"
    )
    table = fields.Char("Table code", required=True)
    table_name = fields.Char("Table")
    row_key = fields.Char(groups=fields.NO_ACCESS)
    column_key = fields.Char(groups=fields.NO_ACCESS)
    row = fields.Char("Row name")
    column = fields.Char("Counted")
    before = fields.Char(groups=fields.NO_ACCESS)  # as JSON
    after = fields.Char(groups=fields.NO_ACCESS)
    published = fields.Char(compute="_compute_shown")
    corrected = fields.Char(compute="_compute_shown")
    at = fields.Datetime("Found on", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", "Found by", required=True, ondelete="restrict")

    @api.depends("before", "after")
    @api.depends_context("lang")
    def _compute_shown(self):
        show = self.env["rights.report.table"]._show
        for one_sudo in self.sudo():  # of a row that is read
            one_sudo.published = show(json.loads(one_sudo.before))
            one_sudo.corrected = show(json.loads(one_sudo.after))


class ResUsers(models.Model):
    _inherit = "res.users"

    def _rights_reports_closes(self, station):
        """Whether this person answers for the figures of a unit."""
        roles = ("statistician", "head")
        group = "consumer_rights.consumer_rights_group_"
        return station in self.rights_station_ids and any(
            self.has_group(group + role) for role in roles
        )
