from odoo import fields, models


class RightsMediationTerminationReason(models.Model):
    """Why a mediation is terminated; the day of the decision says which list applies (MED-11).

    who                     may
    staff                   read
    business administrator  write: end a list, enter the next one
    """

    _name = "rights.mediation.termination.reason"
    _inherit = "rights.law.list"
    _description = "Reason for terminating a mediation"

    is_own_end = fields.Boolean(
        "Ended by the parties",
        help="Withdrawn or settled among themselves: no court or arbitration body is named.",
    )
    is_period_over = fields.Boolean(
        "Period is over",
        help="From the due day of the statutory period on, an unsettled mediation ends with it.",
    )
    advice = fields.Text(translate=True, help="What the letter usually advises.")
