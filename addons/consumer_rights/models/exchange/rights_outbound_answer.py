import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ...tools.table_errors import TableError
from ...tools.table_reader import cell_text, open_table


class RightsOutboundAnswer(models.TransientModel):
    """The sender's table of what it confirmed and what it rejected (INT-20)."""

    _name = "rights.outbound.answer"
    _description = "Answer of a source"

    channel_id = fields.Many2one(
        "rights.channel", "Sender", required=True, domain=[("has_way_back", "=", True)]
    )
    file = fields.Binary("Its table", attachment=False)
    file_name = fields.Char()
    message = fields.Text(readonly=True)

    def action_read(self):
        """Read it; what fits no item of ours is named and changes nothing."""
        self.ensure_one()
        self.env.user._rights_check_role("dispatcher")
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        rows = self._read_rows()
        confirmed, rejected, unknown = 0, 0, []
        for number, word, reason in rows:
            items = self._find_items(number)
            if not items:
                unknown.append(number)
            elif word in self._confirmed_words():
                items._answered(True, word)
                confirmed += len(items)
            else:
                items._answered(False, reason or word)
                rejected += len(items)
        self.message = self._say_result(confirmed, rejected, unknown)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer of a source"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _confirmed_words(self):
        words = (self.channel_id.answer_confirmed_words or "").replace("，", ",").split(",")
        return {word.strip() for word in words if word.strip()}

    def _read_rows(self):
        """[(number, word, reason)] from the columns that the channel names."""
        channel = self.channel_id
        names = [
            channel.answer_number_column,
            channel.answer_state_column,
            channel.answer_reason_column,
        ]
        if not (names[0] and names[1] and self._confirmed_words()):
            raise UserError(
                self.env._(
                    "%(channel)s does not say how its answer is read. A business administrator "
                    "enters the columns.",
                    channel=channel.name,
                )
            )
        try:
            with open_table(base64.b64decode(self.file)) as table:
                places = {column.name: place for place, column in enumerate(table.columns)}
                lacking = [name for name in names[:2] if name not in places]
                if lacking:
                    raise UserError(
                        self.env._("The table has no column %(column)s.", column=lacking[0])
                    )
                return [
                    tuple(
                        cell_text(row.cells[places[name]]).strip() if name in places else ""
                        for name in names
                    )
                    for row in table.rows()
                ]
        except TableError as error:
            raise UserError(self.env["rights.import"]._table_sentence(error)) from error

    def _find_items(self, number):
        """The items of this number that wait for an answer, as far as the user may write them."""
        return (
            self.env["rights.outbound.item"]
            .search(
                [
                    ("channel_id", "=", self.channel_id.id),
                    ("case_id.external_number", "=", number),
                    ("state", "in", ("exported", "sent")),
                ]
            )
            ._filtered_access("write")
        )

    def _say_result(self, confirmed, rejected, unknown):
        lines = [
            self.env._(
                "%(confirmed)s confirmed, %(rejected)s rejected.",
                confirmed=confirmed,
                rejected=rejected,
            )
        ]
        if unknown:
            lines.append(
                self.env._(
                    "Nothing of ours waits under these numbers: %(numbers)s.",
                    numbers=", ".join(unknown[:50]),
                )
            )
        return "\n".join(lines)
