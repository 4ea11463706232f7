from odoo import fields, models


class RightsIdentityReveal(models.TransientModel):
    """Asks why somebody must see a person's data, then shows the data once (SEC-02).

    Only the question is stored. The answer goes from ``action_reveal``, which checks and logs, to
    a dialog of the browser: no table, not even this one, holds a person in clear.
    """

    _name = "rights.identity.reveal"
    _description = "Look at an identity with a reason"

    party_id = fields.Many2one(
        "rights.case.party", "Person", required=True, readonly=True, ondelete="cascade"
    )
    reason = fields.Char(required=True)

    def action_show(self):
        self.ensure_one()
        data = self.party_id.action_reveal(self.reason)
        labels = self.env["rights.case.party"].fields_get(list(data), ["string", "selection"])
        lines = [
            (labels[name]["string"], dict(labels[name].get("selection", ())).get(value, value))
            for name, value in data.items()
            if value
        ]
        return {
            "type": "ir.actions.client",
            "tag": "rights_identity_card",
            "params": {
                "title": self.env._("Party of %(case)s", case=self.party_id.case_id.display_name),
                "lines": lines,
                "note": self.env._("This look is on record, with your reason."),
            },
        }


class RightsCaseParty(models.Model):
    _inherit = "rights.case.party"

    def action_open_reveal(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why do you need to see this person's data?"),
            "res_model": "rights.identity.reveal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_party_id": self.id},
        }
