from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.filing_text import clean_text

LONGEST = 2000


class RightsAnsweredFinding(models.AbstractModel):
    """Something found that the other side puts right by a day and answers for, with a photo.

    Whoever inherits this has an ``answer``, and a ``state`` of open, answered and closed.
    """

    _name = "rights.answered.finding"
    _inherit = ["rights.overdue"]
    _description = "Finding with an answer"

    due_on = fields.Date("Due on", readonly=True)
    photo = fields.Image("Photo of the answer", max_width=1920, max_height=1920, readonly=True)
    answered_at = fields.Datetime("Answered at", readonly=True)

    def _takes_answer(self):
        return self.state != "closed"

    def _answer(self, text, photo=None):
        """What the other side did about it. Called in superuser mode on a row of its own.

        :param photo: a picture that was checked, in base64
        """
        self.ensure_one()
        text = clean_text(text)[:LONGEST]
        if not self._takes_answer():
            raise UserError(self.env._("This is done already. Nothing more is needed."))
        if not text:
            raise UserError(self.env._("Say what you did about it."))
        self.write(
            {
                "answer": text,
                "photo": photo or self.photo,
                "answered_at": fields.Datetime.now(),
                "state": "answered",
            }
        )
