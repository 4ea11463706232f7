from odoo import fields, models


class RightsCaseDispatch(models.Model):
    """One hop of a case between units: sent, received or returned (TRI-03, TRI-11, TRI-12).

    Written by the transitions dispatch, receive and return only; together the hops are the chain
    of responsible units, without gap or overlap.
    """

    _name = "rights.case.dispatch"
    _inherit = ["rights.case.part"]
    _description = "Dispatch"
    _order = "case_id, id"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    station_from_id = fields.Many2one("rights.station", "From", required=True, ondelete="restrict")
    station_to_id = fields.Many2one("rights.station", "To", required=True, ondelete="restrict")
    requirement = fields.Text("Handling requirements")
    sent_at = fields.Datetime(required=True)
    sent_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    received_at = fields.Datetime()
    received_by_id = fields.Many2one("res.users", ondelete="restrict")
    returned_at = fields.Datetime()
    returned_by_id = fields.Many2one("res.users", ondelete="restrict")
    return_reason_id = fields.Many2one("rights.return.reason", ondelete="restrict")
