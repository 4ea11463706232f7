from odoo import fields, models
from odoo.exceptions import UserError


class RightsLegalConsultation(models.Model):
    """A legal consultation, free of charge whatever it is about (LAW-01).

    who                  may
    legal adviser        write, own unit
    unit head            read, own unit and below
    """

    _name = "rights.legal.consultation"
    _inherit = ["rights.legal.record", "rights.masked.person"]
    _description = "Legal consultation"
    _order = "consulted_at desc, id desc"
    _rec_name = "topic"
    _archive_class = "consultation"

    topic = fields.Char(required=True)
    user_id = fields.Many2one(string="Consultant")
    consulted_at = fields.Datetime("Date", required=True, default=fields.Datetime.now)
    way = fields.Selection(
        [
            ("visit", "In person"),
            ("phone", "Telephone"),
            ("written", "By letter"),
            ("online", "Online"),
        ],
        required=True,
        default="visit",
    )
    question = fields.Text("Question asked", required=True)
    advice = fields.Text()
    fee = fields.Float(default=0.0, digits=(12, 2), aggregator=None)
    state = fields.Selection(
        [("open", "Open"), ("closed", "Advised")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
    )

    _is_free = models.Constraint("CHECK (fee = 0)", "A legal consultation is free: the fee is 0.")

    def action_close(self):
        """The advice was given: the record goes into the archive class."""
        self.check_access("write")
        for consultation in self:
            if consultation.state == "closed":
                raise UserError(self.env._("This consultation is closed already."))
            if not (consultation.advice or "").strip():
                raise UserError(self.env._("Write down the advice that was given first."))
            consultation.state = "closed"
            consultation._file()
        return True
