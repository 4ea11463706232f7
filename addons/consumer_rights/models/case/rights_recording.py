from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.access import forbid

GROUP = "consumer_rights.consumer_rights_group_"


class RightsCaseEvidence(models.Model):
    """Recordings of calls open only for the handler, whoever took the call, the supervisor and
    quality staff (SEC-07, Annex A2); for others the entry is not there."""

    _inherit = "rights.case.evidence"

    type = fields.Selection(
        selection_add=[("recording", "Recording of a call")], ondelete={"recording": "set default"}
    )

    @api.model
    def _get_readable_domain(self):
        sample = self._get_sample_domain()
        if not self.env["rights.case"].has_access("read"):
            return sample
        return super()._get_readable_domain() & self._get_recording_domain() | sample

    @api.model
    def _get_recording_domain(self):
        user = self.env.user
        allowed = (
            Domain("type", "!=", "recording")
            | Domain("case_id.user_id", "=", user.id)
            | Domain("case_id.registered_by_id", "=", user.id)
        )
        if any(user.has_group(GROUP + role) for role in ("head", "dispatcher")):
            supervised = user.rights_supervised_station_ids.ids
            allowed |= Domain("case_id.station_id", "in", supervised)
        return allowed

    @api.model
    def _get_sample_domain(self):
        """Quality staff hear the calls of open cases of their line, and read no case."""
        if not self.env.user.has_group(GROUP + "quality"):
            return Domain.FALSE
        of_line = (
            Domain("is_closed", "=", False)
            & Domain("kind", "!=", "discipline")
            & Domain("chain_station_ids", "in", self.env.user.rights_station_ids.ids)
        )
        # the cases themselves stay closed to them
        return Domain("type", "=", "recording") & Domain("case_id", "any!", of_line)

    def _check_access(self, operation):
        """By the same domains for one record as for a search."""
        result = super()._check_access(operation)
        recordings_sudo = self.sudo().filtered(lambda row: row.type == "recording")
        if self.env.su or not recordings_sudo:
            return result
        allowed = recordings_sudo.filtered_domain(self._get_recording_domain())
        closed = set(result[0]._ids if result else ()) | set((recordings_sudo - allowed)._ids)
        if operation == "read":
            closed -= set(recordings_sudo.filtered_domain(self._get_sample_domain())._ids)
        return forbid(None, operation, self.browse(closed))
