from odoo import models


class RightsRejectReason(models.Model):
    """Why a complaint is not accepted; each law brings its list for its time (ACC-03)."""

    _name = "rights.reject.reason"
    _inherit = "rights.law.list"
    _description = "Reason for non-acceptance"
