import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ...tools.china_time import spell_day

# What a text may name; nothing else of a case gets into a progress notice
PLACES = ("日期", "单位", "事由")
PLACE = re.compile(r"\{(.*?)\}")
NO_DATE = "另行告知的日期"


class RightsProgressKind(models.Model):
    """What a person is told of one kind of change: heading and sentence (HND-06, LIM-14).

    who                     may
    staff                   read
    business administrator  write
    """

    _name = "rights.progress.kind"
    _inherit = ["rights.code.mixin", "rights.remembered"]
    _description = "Kind of progress notice"

    title = fields.Char("Heading", required=True, help="What the person reads, in Chinese.")
    text = fields.Text("Sentence", required=True, help="May name {日期}, {单位} and {事由}.")
    stage_ids = fields.Many2many(
        "rights.case.stage",
        "rights_progress_kind_stage_rel",
        string="When a matter comes to",
    )

    _code_unique = models.Constraint("UNIQUE (code)", "Another kind has this code.")

    @api.constrains("text")
    def _check_text(self):
        for kind in self:
            if unknown := set(PLACE.findall(kind.text)) - set(PLACES):
                raise ValidationError(
                    self.env._(
                        "There is no place %(names)s. A progress notice may name %(known)s.",
                        names=", ".join(f"{{{name}}}" for name in sorted(unknown)),
                        known=", ".join(f"{{{name}}}" for name in PLACES),
                    )
                )

    @api.constrains("stage_ids", "active")
    def _check_one_per_stage(self):
        for kind in self.search([]):
            others = self.search([("id", "!=", kind.id), ("stage_ids", "in", kind.stage_ids.ids)])
            if others:
                raise ValidationError(
                    self.env._(
                        "%(kind)s and %(other)s are told at the same stage.",
                        kind=kind.name,
                        other=others[0].name,
                    )
                )

    @api.model
    @ormcache("stage.id")
    def _id_of_stage(self, stage):
        return self.sudo().search([("stage_ids", "in", stage.ids)], limit=1).id

    @api.model
    def _of_stage(self, stage):
        """What is told when a matter comes to this stage; empty when nothing is."""
        return self.sudo().browse(self._id_of_stage(stage) or ())

    def _fill(self, date=None, unit="", reason=""):
        self.ensure_one()
        values = {
            "日期": spell_day(date) or NO_DATE,
            "单位": unit or "",
            "事由": reason or "",
        }
        return PLACE.sub(lambda match: values[match[1]], self.text)
