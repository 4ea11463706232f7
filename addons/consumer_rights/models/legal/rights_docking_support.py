from odoo import fields, models


class RightsDockingSupport(models.Model):
    """What the consumer council did for a consumer in arbitration or litigation (LAW-13).

    who                  may
    docking officer      write, own unit, as the council reports it
    others               read with the docking record
    """

    _name = "rights.docking.support"
    _inherit = ["rights.legal.record"]
    _description = "Support by the consumer council"
    _order = "date desc, id desc"
    _rec_name = "description"

    docking_id = fields.Many2one(
        "rights.docking", required=True, index=True, ondelete="restrict", readonly=True
    )
    case_id = fields.Many2one(related="docking_id.case_id", store=True)
    station_id = fields.Many2one(
        related="docking_id.station_id", store=True, precompute=True, default=None
    )
    body_id = fields.Many2one(
        "rights.partner.body",
        "Consumer council",
        required=True,
        ondelete="restrict",
        domain=[("kind", "=", "council")],
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    kind = fields.Selection(
        [
            ("advice", "Advice"),
            ("statement", "Opinion to the court"),
            ("evidence", "Help with evidence"),
            ("lawyer", "Lawyer provided"),
            ("attendance", "Attendance in court"),
        ],
        "Support",
        required=True,
        default="advice",
    )
    description = fields.Char("What was done", required=True)
