from odoo import fields, models
from odoo.exceptions import UserError


class RightsSurveyQuestion(models.Model):
    """A question that surveys ask, in the three languages of the pages for consumers (RPL-14).

    who                     may
    staff                   read
    business administrator  write; the words stay once somebody answered
    """

    _name = "rights.survey.question"
    _description = "Survey question"
    _inherit = "rights.configured"
    _order = "sequence, id"
    _rec_name = "text_cn"

    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("grade", "Three grades"), ("text", "Own words")], required=True, default="grade"
    )
    text_cn = fields.Char("Simplified Chinese", required=True)
    text_tw = fields.Char("Traditional Chinese")
    text_en = fields.Char("English")

    _code_unique = models.UniqueIndex("(code)", "Another question has this code already.")

    def write(self, vals):
        if {"kind", "text_cn", "text_tw", "text_en"}.intersection(vals):
            lines = self.env["rights.survey.answer.line"].sudo()
            if lines.search_count([("question_id", "in", self.ids)], limit=1):
                raise UserError(
                    self.env._("This question was answered already. Archive it and add another.")
                )
        return super().write(vals)

    def _get_text(self, lang):
        """The question in a language; in simplified Chinese where it has no words of its own."""
        self.ensure_one()
        return {"zh_TW": self.text_tw, "en_US": self.text_en}.get(lang) or self.text_cn
