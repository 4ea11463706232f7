from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..case.rights_append_only import Pass

STATES = [
    ("draft", "Draft"),
    ("submitted", "To approve"),
    ("live", "Public"),
    ("replaced", "Replaced"),
    ("withdrawn", "Taken down"),
]
SYSTEM_FIELDS = {"state", "number", "submitted_by_id", "approved_by_id", "approved_at"}


class RightsPublicContent(models.AbstractModel):
    """What the public reads, in versions; live only after the leader in charge approved (OPN-04).

    who                     may
    staff                   read
    business administrator  write drafts, submit them, take down
    head                    approve and return what another person submitted, take down

    One version of a series is live at a time, on every screen (OPN-06). A submitted version and
    all that came after it never change: whoever wants other words writes a new version. None of
    it is in the configuration file: it belongs to one city, and its own leader approves it.
    """

    _name = "rights.public.content"
    _description = "Approved public content"
    _inherit = "rights.configured"

    # the field that the versions of one content share
    _series = "code"

    number = fields.Integer("Version", readonly=True, copy=False, aggregator=None)
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", copy=False)
    submitted_by_id = fields.Many2one(
        "res.users", "Submitted by", readonly=True, copy=False, ondelete="restrict"
    )
    approved_by_id = fields.Many2one(
        "res.users", "Approved by (person)", readonly=True, copy=False, ondelete="restrict"
    )
    approved_at = fields.Datetime("Approved", readonly=True, copy=False)
    missing = fields.Char("Still missing", compute="_compute_missing")
    is_incomplete = fields.Boolean("Incomplete", compute="_compute_missing")
    may_approve = fields.Boolean(compute="_compute_may_approve")

    def _compute_missing(self):
        for content in self:
            labels = content._missing_labels()
            content.missing = ", ".join(labels)
            content.is_incomplete = bool(labels)

    @api.depends_context("uid")
    def _compute_may_approve(self):
        for content in self:
            content.may_approve = (
                content.state == "submitted"
                and content._is_leader()
                and content.submitted_by_id != self.env.user
            )

    def _missing_labels(self):
        """Labels of what the public should read and is not there."""
        return []

    # -- versions -------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(SYSTEM_FIELDS & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A new version is a draft."))
        contents = super().create(vals_list)
        for content in contents:
            content._set_state(number=content._next_number())
        return contents

    def write(self, vals):
        if not Pass.use(self.env.context.get("rights_public")):
            self._check_open(vals)
        return super().write(vals)

    def update_field_translations(self, field_name, translations, source_lang=""):
        self._check_open({field_name: True})
        return super().update_field_translations(field_name, translations, source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        if any(content.state != "draft" for content in self):
            raise UserError(self.env._("Only drafts can be deleted. Take the version down."))

    def _check_open(self, vals):
        if SYSTEM_FIELDS & vals.keys():
            raise AccessError(self.env._("Submit, approve or take down the version."))
        for content in self:
            if content.state != "draft":
                raise UserError(
                    self.env._(
                        "Version %(number)s of %(name)s is closed. Write a new version.",
                        number=content.number,
                        name=content.display_name,
                    )
                )

    def _set_state(self, **vals):
        """The one way to state, number and approval."""
        content_sudo = self.sudo()  # every caller checked who acts
        content_sudo.with_context(rights_public=Pass()).write(vals)
        # one version is live, one is open: the database sees the changes in their order
        content_sudo.flush_recordset()
        return True

    def _siblings(self):
        """All versions of the series of this one, newest first."""
        self.ensure_one()
        value = self[self._series]
        key = value.id if self._fields[self._series].relational else value
        return self.search([(self._series, "=", key)], order="number desc")

    def _next_number(self):
        return max((self._siblings() - self).mapped("number"), default=0) + 1

    @api.model
    def _live(self, domain=()):
        """The versions that the public reads, in superuser mode: hall and website ask here."""
        return self.sudo().search([("state", "=", "live"), *domain])

    # -- acts -----------------------------------------------------------------------------------

    def action_new_version(self):
        """A draft with the words of this version, to go on from."""
        self.ensure_one()
        self.check_access("write")
        draft = self._siblings().filtered(lambda one: one.state in ("draft", "submitted"))
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": (draft or self.copy()).id,
            "view_mode": "form",
        }

    def action_submit(self):
        """Lay the draft before the leader in charge."""
        self.check_access("write")
        self._check_state("draft")
        self._check_can_publish()
        return self._set_state(state="submitted", submitted_by_id=self.env.uid)

    def action_approve(self):
        """Make the version public in place of the one before (OPN-04)."""
        self._check_can_decide()
        self._check_can_publish()
        for content in self:
            before = content._siblings().filtered(lambda one: one.state == "live")
            before._set_state(state="replaced")
            content._set_state(
                state="live",
                approved_by_id=self.env.uid,
                approved_at=fields.Datetime.now(),
            )
        return True

    def action_return(self):
        """Hand the version back to be written anew."""
        self._check_can_decide()
        return self._set_state(state="draft", submitted_by_id=False)

    def action_take_down(self):
        """Take wrong content off at once; whoever may write it may do so, and the leader."""
        if not all(content._is_leader() for content in self):
            self.check_access("write")
        self._check_state("live")
        return self._set_state(state="withdrawn")

    def _check_state(self, state):
        if wrong := self.filtered(lambda content: content.state != state)[:1]:
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(name)s is “%(state)s” and not “%(wanted)s”. Load the page again.",
                    name=wrong.display_name,
                    state=states[wrong.state],
                    wanted=states[state],
                )
            )

    def _check_can_decide(self):
        self.check_access("read")
        self._check_state("submitted")
        for content in self:
            if not content._is_leader():
                raise AccessError(
                    self.env._("Public content is approved by the head in charge of it.")
                )
            if content.submitted_by_id == self.env.user:
                raise AccessError(self.env._("Nobody approves what they submitted themselves."))

    def _check_can_publish(self):
        """:raise UserError: content without which nothing goes public is missing"""

    def _is_leader(self):
        """Content of the whole network is the city centre's; the board is its unit's."""
        user = self.env.user
        return user.has_group("consumer_rights.consumer_rights_group_head") and bool(
            self._leading_stations() & user.rights_supervised_station_ids
        )

    def _leading_stations(self):
        return self.env["rights.station"].search([("level", "=", "city_center")])
