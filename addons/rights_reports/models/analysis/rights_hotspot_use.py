from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .rights_hotspot import COUNTED

GROUP = "consumer_rights.consumer_rights_group_"


class RightsHotspot(models.Model):
    """From a hot spot to its matters, a suggestion letter, a warning, a focus list (DIS-07)."""

    _inherit = "rights.hotspot"

    def action_open_cases(self):
        """The matters behind the number, as far as the user reads them (STA-05, Annex A2)."""
        self.ensure_one()
        self.check_access("read")
        return self.env["rights.report.table"]._open_records(
            COUNTED,
            self.station_id,
            self.report_id.sudo()._span(),
            keys={self.dimension: str(self.category_id.id)},
        )

    def action_open_typical(self):
        """The matters that are most like all the others of the hot spot."""
        action = self.action_open_cases()
        return action | {"domain": [("id", "in", (self.facts or {}).get("cases", []))]}

    def action_make_candidate(self):
        """Lay it before the city centre, which writes suggestion letters (INC-04)."""
        self._check_follows_up()
        if self.sudo().candidate_ids:
            raise UserError(self.env._("This hot spot is a candidate for a letter already."))
        # closed to clients; who follows up hot spots was checked
        self.env["rights.letter.candidate"].sudo().create(
            {
                "hotspot_id": self.id,
                "station_id": self._get_city_centre().id,
                "month": self.date_to.replace(day=1),
                "complaint_count": self.count,
            }
        )
        return self._say(self.env._("The city centre decides about a suggestion letter."))

    def action_make_warning(self):
        """A draft of a warning to consumers with what was found, where warnings are published."""
        self._check_follows_up()
        if "rights.publication" not in self.env:
            raise UserError(self.env._("No warnings are published in this system."))
        publication = self.env["rights.publication"].create(self._get_warning_values())
        return {
            "type": "ir.actions.act_window",
            "res_model": publication._name,
            "res_id": publication.id,
            "view_mode": "form",
        }

    def _get_warning_values(self):
        """The blocks of a warning that the figures know; cause and advice are the editor's."""
        wanted = {
            "kind": "warning",
            "title": self._get_heading(),
            "name": self._get_heading(),
            "hot_spot": self._get_public_text(),
            "category_id": self.category_id.id,
            "category_ids": self.category_id.ids,
        }
        known = self.env["rights.publication"]._fields
        return {name: value for name, value in wanted.items() if name in known}

    def _get_public_text(self):
        """What the public may read of it: figures, and no merchant (DIS-03)."""
        facts = {part: rows for part, rows in (self.facts or {}).items() if part == "words"}
        return "\n".join(self._get_sentences(facts))

    def action_add_to_focus(self):
        """A new focus list with this class in it (DIS-08)."""
        self._check_follows_up()
        focus = self.env["rights.focus.list"].create(
            {
                "kind": "industry" if self.category_id.kind == "service" else "goods",
                "line_ids": [
                    fields.Command.create(
                        {"category_id": self.category_id.id, "hotspot_id": self.id}
                    )
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": focus._name,
            "res_id": focus.id,
            "view_mode": "form",
        }

    def _check_follows_up(self):
        """Who reads the figures of a unit and may act on them."""
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if not any(
            user.has_group(GROUP + role) for role in ("statistician", "dispatcher", "division_head")
        ):
            raise AccessError(
                self.env._("Hot spots are followed up by statisticians, dispatchers and heads.")
            )

    def _get_city_centre(self):
        above = self.station_id.sudo()._with_above()
        centre = above.filtered(lambda unit: unit.level == "city_center")[:1]
        if not centre:
            raise UserError(self.env._("There is no city centre above this unit."))
        return centre

    def _get_heading(self):
        self.ensure_one()
        period = self.env["rights.report.table"]._span_name(self.report_id.sudo()._span())
        return self.env._(
            "Complaints about %(what)s, %(period)s", what=self.category_id.name, period=period
        )

    @api.model
    def _say(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }


class RightsLetterCandidate(models.Model):
    """A hot spot is a candidate as well: its letter is about an industry (INC-04, DIS-07)."""

    _inherit = "rights.letter.candidate"

    merchant_id = fields.Many2one(required=False)
    hotspot_id = fields.Many2one(
        "rights.hotspot", "Hot spot", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    _about_something = models.Constraint(
        "CHECK (merchant_id IS NOT NULL OR hotspot_id IS NOT NULL)",
        "A candidate is about a merchant or a hot spot.",
    )
    _hotspot_once = models.UniqueIndex(
        "(hotspot_id) WHERE hotspot_id IS NOT NULL", "This hot spot is a candidate already."
    )

    @api.depends("merchant_id", "hotspot_id")
    def _compute_display_name(self):
        for candidate in self:
            candidate.display_name = (
                candidate.merchant_id.display_name or candidate.hotspot_id.sudo().display_name
            )

    def action_start_letter(self):
        action = super().action_start_letter()
        if self.hotspot_id:
            letter = self.env["rights.suggestion.letter"].browse(action["res_id"])
            spot_sudo = self.hotspot_id.sudo()  # the letter may say what the hot spot says
            letter.write({"subject": spot_sudo._get_heading(), "content": spot_sudo.explanation})
        return action
