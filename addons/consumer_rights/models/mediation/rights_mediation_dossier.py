from odoo import models

SECRET = "（身份信息依法保密）"


class RightsCase(models.Model):
    """The dossier binds what the mediation put on record: each meeting with the scan of its signed
    record, and the talk on the portal (ARC-02, MED-03)."""

    _inherit = "rights.case"

    def _get_own_parts(self):
        return {**super()._get_own_parts(), "mediation": self._get_mediation_parts}

    def _get_mediation_parts(self, values, is_preview):
        held = self.mediation_meeting_ids.filtered(lambda row: row.state == "held")
        for meeting in held.sorted("started_at"):
            rendered = self._render_dossier_sheet(
                "rights_dossier_meeting",
                values,
                is_preview,
                rows=self._get_meeting_rows(meeting),
                pictures=self._get_record_pictures(meeting),
            )
            yield self._part("调解笔录", rendered, day=self._china_day(meeting.started_at))
        if steps := self.settlement_step_ids:
            rows = [self._get_step_row(step) for step in steps.sorted("id")]
            rendered = self._render_dossier_sheet(
                "rights_dossier_talk", values, is_preview, rows=rows
            )
            yield self._part("和解协商记录", rendered, note=f"共{len(rows)}条")

    def _get_meeting_rows(self, meeting):
        """[(heading, text)] of one record."""
        minute = self._china_minute
        began, ended = (at and minute(at) for at in (meeting.started_at, meeting.ended_at))
        people = SECRET if self._is_identity_sealed() else meeting.participants
        return [
            ("调解时间", " 至 ".join(filter(None, (began, ended)))),
            ("调解方式", self._label(meeting, "mode")),
            ("调解地点", meeting._get_place_text()),
            ("调解员", meeting.mediator_id.name),
            ("参加人", people),
            ("双方陈述", meeting.statements),
            ("调解方案", meeting.proposals),
            ("调解结果", self._label(meeting, "outcome")),
            ("未制作调解书的说明", meeting.waiver_note),
        ]

    def _get_record_pictures(self, meeting):
        """The scan of the record that the parties signed, as pictures."""
        scan = self.env["ir.attachment"].search(
            [
                ("res_model", "=", meeting._name),
                ("res_id", "=", meeting.id),
                ("res_field", "=", "signed_record"),
            ],
            limit=1,
        )
        return self._get_pictures(scan, "经签名的调解笔录") if scan else []

    def _get_step_row(self, step):
        return {
            "at": self._china_minute(step.at),
            "side": self._label(step, "side"),
            "act": self._label(step, "act"),
            "words": "\n".join(filter(None, (*step._say_terms(), step.text))),
        }
