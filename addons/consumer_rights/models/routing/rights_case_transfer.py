from odoo import fields, models


class RightsCase(models.Model):
    """Handing a matter to another authority: by agreement, and the person is told (TRI-09)."""

    _inherit = "rights.case"

    transfer_receipt = fields.Char(
        "Taken over by", copy=False, help="Person or number of the other authority."
    )
    transfer_told_way = fields.Selection(
        [
            ("phone", "Phone"),
            ("sms", "Text message"),
            ("email", "E-mail"),
            ("visit", "Visit"),
        ],
        "Person told by",
        copy=False,
        help="The person is told which authority has the matter, with its telephone.",
    )

    def _check_transfer(self, transition):
        missing = super()._check_transfer(transition)
        body = self.competent_body_id
        if body and not missing and not body._agrees_to_transfers():
            missing["competent_body_id"] = self.env._(
                "There is no agreement with %(body)s on transfers. Show the person the way there"
                " instead: do not accept, with its telephone and address.",
                body=body.name,
            )
        if not self.transfer_receipt:
            missing["transfer_receipt"] = self.env._(
                "Enter who of the other authority took the matter over."
            )
        if not self.transfer_told_way and not self.is_anonymous:
            missing["transfer_told_way"] = self.env._(
                "Enter how the person was told whom to contact."
            )
        return missing

    def _effect_transfer(self, transition):
        body = self.competent_body_id
        if self.transfer_told_way:
            self.env["rights.contact.log"].sudo().create(
                {
                    "case_id": self.id,
                    "user_id": self.env.uid,
                    "whom": "person",
                    "way": self.transfer_told_way,
                    "reached": True,
                    "note": self.env._(
                        "Told that %(body)s has the matter now: %(phone)s %(address)s",
                        body=body.name,
                        phone=body.phone,
                        address=body.address or "",
                    ).strip(),
                }
            )
        return super()._effect_transfer(transition)
