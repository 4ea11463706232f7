from odoo import api, models

SERVICE = ("service_station", "service_point")


class RightsContactLog(models.Model):
    _inherit = "rights.contact.log"

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        contacts.case_id._note_both_contacted()
        return contacts


class RightsMediationConsent(models.Model):
    _inherit = "rights.mediation.consent"

    @api.model_create_multi
    def create(self, vals_list):
        consents = super().create(vals_list)
        consents.case_id._note_both_contacted()
        return consents


class RightsCase(models.Model):
    """A service station starts at once, and speaks with both sides within TL-03 (MED-06, STN-05).

    Who came or called is in conversation with the station from the start.
    """

    _inherit = "rights.case"

    def _note_both_contacted(self):
        for case in self.sudo():  # a clock, for whoever logs the contact
            if case.station_id.level not in SERVICE:
                continue
            person = case._get_contact_moments("person", "consumer")
            merchant = case._get_contact_moments("merchant", "merchant")
            if case.channel_id.is_live:
                person.append(case.received_at)
            if person and merchant:
                case._deadline_event("both_contacted", max(min(person), min(merchant)))

    def _get_contact_moments(self, whom, side):
        """When the unit first tried to reach a side in this cycle, or had its word, as a list."""
        since = self.cycle_started_at or self.received_at
        contacts = self.contact_log_ids.filtered(
            lambda row: row.whom == whom and not row.is_incoming
        )
        consents = self.mediation_consent_ids.filtered(lambda row: row.side == side)
        return [at for at in contacts.mapped("at") + consents.mapped("at") if at >= since]
