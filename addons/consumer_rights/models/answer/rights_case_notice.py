from odoo import fields, models

# what a step of the case line tells the person besides its progress notice: who is told of a state
# there (accepted, sent on, concluded) is told it once
EVENT_OF_EFFECT = {
    "register": "registered",
    "register_incomplete": "registered",
    "reject": "rejected",
    "no_longer": "no_longer",
    "reply": "replied",
    "reopen": "reopened",
}
LANGUAGES = [
    ("zh_CN", "Simplified Chinese"),
    ("zh_TW", "Traditional Chinese"),
    ("en_US", "English"),
]


class RightsCaseParty(models.Model):
    _inherit = "rights.case.party"

    lang = fields.Selection(
        LANGUAGES, "Language", default="zh_CN", help="Of the notices and pages for this person."
    )


class RightsCase(models.Model):
    """Steps that tell the person; the progress notices are another matter (models/document)."""

    _inherit = "rights.case"

    notice_ids = fields.One2many("rights.notice", "case_id", "Notices", readonly=True)

    def _move(self, transition, expected_stage, basis=None):
        numbered = {case: bool(case.registered_at) for case in self}
        result = super()._move(transition, expected_stage, basis=basis)
        event = EVENT_OF_EFFECT.get(transition.sudo().effect)
        if event:
            for case in self:
                if event != "registered" or not numbered[case]:
                    self.env["rights.notice"]._queue(case, event)
        return result
