from odoo import fields, models


class RightsTrainingTopic(models.Model):
    """What a course is about, as data (TRN-02), and what all staff learn each year (TRN-03).

    who                     may
    staff                   read
    business administrator  add, change, archive
    """

    _name = "rights.training.topic"
    _inherit = ["rights.code.mixin"]
    _description = "Topic of training"

    is_yearly = fields.Boolean(
        "Each member of staff, every year", help="Who lacks it in a year stands in the list."
    )

    _code_unique = models.UniqueIndex("(code)", "Another topic has this code already.")
