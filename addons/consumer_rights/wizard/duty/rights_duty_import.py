import base64

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.loose_dates import LooseDateError, read_moment
from ...tools.table_errors import TableError
from ...tools.table_reader import cell_text, open_table

HEADINGS = {
    "date": ("日期", "date"),
    "slot": ("班次", "时段", "slot"),
    "person": ("姓名", "人员", "值班人员", "person", "login"),
}
MOST_ERRORS = 30


class RightsDutyImport(models.TransientModel):
    """A roster from a table with the columns 日期, 班次 and 姓名 (or login, or badge number).

    Nothing is written while a row is wrong; the rows that are wrong are told.
    """

    _name = "rights.duty.import"
    _description = "Import of a roster"

    roster_id = fields.Many2one("rights.duty.roster", required=True)
    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()

    def action_import(self):
        self.ensure_one()
        self.roster_id.check_access("write")
        try:
            with open_table(base64.b64decode(self.file)) as table:
                columns = self._find_columns(table.columns)
                rows = [
                    (row.number, {name: row.cells[place] for name, place in columns.items()})
                    for row in table.rows()
                ]
        except TableError as error:
            raise UserError(self.env._("This file is no table that can be read.")) from error
        errors = [text for number, row in rows if (text := self._take_row(number, row))]
        if errors:
            raise UserError("\n".join(errors[:MOST_ERRORS]))
        return {"type": "ir.actions.act_window_close"}

    def _find_columns(self, columns):
        found = {}
        for name, headings in HEADINGS.items():
            place = next((c.index for c in columns if c.name.strip().lower() in headings), None)
            if place is None:
                raise UserError(self.env._("The column %(column)s is missing.", column=headings[0]))
            found[name] = place
        return found

    def _take_row(self, number, row):
        """Put one person into a place of the roster; a sentence when that does not go."""
        shift = self._find_place(row)
        user = self._find_person(cell_text(row["person"]))
        names = {"row": number, "slot": cell_text(row["slot"]), "day": cell_text(row["date"])}
        if not shift:
            return self.env._("Row %(row)s: there is no place %(slot)s on %(day)s.", **names)
        if not user:
            return self.env._(
                "Row %(row)s: %(person)s is not known at this unit.",
                row=number,
                person=cell_text(row["person"]),
            )
        try:
            shift.user_id = user
        except ValidationError as error:
            return self.env._("Row %(row)s: %(reason)s", row=number, reason=error.args[0])
        return ""

    def _find_place(self, row):
        """The place of this day and slot: the one of the same person, else an empty one."""
        day, slot = self._read_day(row["date"]), cell_text(row["slot"]).strip()
        user = self._find_person(cell_text(row["person"]))
        places = self.roster_id.shift_ids.filtered(
            lambda shift: shift.date == day and slot in (shift.slot_id.name, shift.slot_id.code)
        )
        own = places.filtered(lambda shift: shift.user_id == user)
        empty = places.filtered(lambda shift: not shift.user_id)
        if places and not (own or empty):  # more people than the least number
            return self.env["rights.duty.shift"].create(
                {"roster_id": self.roster_id.id, "date": day, "slot_id": places[0].slot_id.id}
            )
        return (own or empty)[:1]

    def _read_day(self, cell):
        try:
            moment = read_moment(cell)
        except LooseDateError:
            return None
        return moment and moment.local.date()

    def _find_person(self, text):
        posts = self.roster_id.station_id.post_ids.filtered("active")
        found = posts.filtered(
            lambda post: text.strip() in (post.user_id.name, post.user_id.login, post.badge)
        ).user_id
        return found if len(found) == 1 else found.browse()
