from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError, ValidationError

NUMBER_LENGTH = 64


class RightsCase(models.Model):
    """Matters that another system files with its key (docs/api.md)."""

    _inherit = "rights.case"

    @api.model
    def submit_filing(self, external_number, filing):
        """Take one filing; the same number again answers what became of it and adds nothing.

        :param external_number: the number that the other system gave the matter
        :param filing: dict of the fields in docs/api.md
        :return: ``{"result": "created" | "known" | "refused", ...}``; a refusal names the fields
        """
        source_sudo = self.env["rights.source"]._of_user()
        errors = self._get_number_errors(external_number)
        if not isinstance(filing, dict):
            errors["filing"] = self.env._("An object with the fields is needed.")
        if errors:
            return {"result": "refused", "errors": errors}
        known = self._find_filed(source_sudo, external_number)
        if known:
            return {"result": "known", **known._tell_source()}
        vals, errors = self.env["rights.filing"].sudo()._read(filing)
        if errors:
            return {"result": "refused", "errors": errors}
        try:
            with self.env.cr.savepoint():
                case = self._create_filed(source_sudo, external_number, vals)
        except (ValidationError, UserError) as error:
            return {"result": "refused", "errors": {"filing": str(error)}}
        return {"result": "created", **case._tell_source()}

    @api.model
    def ask_filing(self, external_number):
        """Where a filing of the same system stands; its number is the only thing that it asks by.

        :return: ``{"result": "known", "number": ..., "stage": ...}`` or ``{"result": "unknown"}``
        """
        known = self._find_filed(self.env["rights.source"]._of_user(), external_number)
        return {"result": "known", **known._tell_source()} if known else {"result": "unknown"}

    @api.model
    def _get_number_errors(self, number):
        if not isinstance(number, str) or not number.strip() or len(number) > NUMBER_LENGTH:
            return {
                "external_number": self.env._(
                    "A number of 1 to %(count)s characters is needed.", count=NUMBER_LENGTH
                )
            }
        return {}

    @api.model
    def _find_filed(self, source_sudo, number):
        return self.sudo().search(  # its own filings; what is told of them is said below
            [("external_source", "=", source_sudo.name), ("external_number", "=", number)], limit=1
        )

    @api.model
    def _create_filed(self, source_sudo, number, vals):
        # the system enters it as a draft: whoever registers it becomes the registrant
        return self.with_user(SUPERUSER_ID).create(
            {
                **vals,
                "channel_id": source_sudo.channel_id.id,
                "station_id": source_sudo.station_id.id,
                "external_source": source_sudo.name,
                "external_number": number,
                "application_form": "written",
            }
        )

    def _tell_source(self):
        """What the source may know: our number, the stage, and nothing of any person."""
        self.ensure_one()
        return {
            "number": self.name or False,
            "stage": self.stage_code,
            "closed": self.is_closed,
        }
