from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import is_html_empty

from ...tools.china_time import china_date


class RightsExpertSeminar(models.Model):
    """A seminar with experts on hot and difficult issues (LAW-06, TL-55).

    who                  may
    docking officer      write, own unit
    legal adviser        read, own unit
    unit head            read, own unit and below

    It counts for its half-year once its minutes are filed, and stays as it is from then on.
    """

    _name = "rights.expert.seminar"
    _inherit = ["rights.own.unit"]
    _description = "Expert seminar"
    _order = "date desc, id desc"
    _rec_name = "topic"

    topic = fields.Char(required=True)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    place = fields.Char()
    expert_ids = fields.Many2many("rights.expert", string="Experts")
    participants = fields.Char()
    category_ids = fields.Many2many("rights.category", string="Issues discussed")
    case_ids = fields.Many2many("rights.case", string="Matters discussed")
    minutes = fields.Html()
    filed_at = fields.Datetime("Minutes filed", readonly=True, copy=False)
    filed_by_id = fields.Many2one(
        "res.users", "Put on file by", readonly=True, copy=False, ondelete="restrict"
    )

    @api.constrains("expert_ids", "date")
    def _check_experts(self):
        for seminar in self:
            for expert in seminar.expert_ids:
                if not expert.date_from <= seminar.date <= expert.date_to:
                    raise ValidationError(
                        self.env._(
                            "%(expert)s is not in the register on %(day)s.",
                            expert=expert.name,
                            day=seminar.date,
                        )
                    )

    def write(self, vals):
        if not self.env.su and any(seminar.filed_at for seminar in self):
            raise UserError(self.env._("Filed minutes stay as they are."))
        return super().write(vals)

    def action_file(self):
        """File the minutes: the seminar took place and its issues are linked."""
        self.check_access("write")
        for seminar in self:
            if seminar.filed_at:
                raise UserError(self.env._("The minutes are filed already."))
            if seminar.date > china_date():
                raise UserError(self.env._("Minutes are filed after the seminar took place."))
            if is_html_empty(seminar.minutes):
                raise UserError(self.env._("Write the minutes first."))
            if not (seminar.category_ids or seminar.case_ids):
                raise UserError(self.env._("Link the issues or matters that were discussed."))
            seminar.sudo().write(  # checked above
                {"filed_at": fields.Datetime.now(), "filed_by_id": self.env.uid}
            )
        return True
