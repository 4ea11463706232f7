from odoo import api, fields, models

from ..case.rights_case_kinds import KINDS

# the ten items of OPN-01, in the order in which they are read; the limits come from the policies
ITEMS = (
    "legal_basis",
    "procedure",
    "requirements",
    "limit_codes",
    "handler",
    "person_in_charge",
    "discipline",
    "result",
    "promises",
    "units",
)


class RightsPublicService(models.Model):
    """A version of a service as the public reads it: ten items, approved (OPN-01, OPN-04).

    The official words are Chinese, one point a line. Time limits are named by their numbers and
    read from the limits in force, so that the page never promises what the clocks do not keep.
    """

    _name = "rights.public.service"
    _description = "Public service"
    _inherit = "rights.public.content"
    _order = "sequence, code, number desc"

    name = fields.Char("Service", required=True)
    code = fields.Char(required=True, index=True, help="Part of the address of its page.")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, "Kind of matter")
    summary = fields.Char(help="One sentence for the list of services.")
    # the ten items
    legal_basis = fields.Text()
    procedure = fields.Text(help="One step a line.")
    requirements = fields.Text("Requirements and papers", help="One point a line.")
    limit_codes = fields.Char(
        "Time limits", help="Numbers of promised limits, such as TL-05 TL-12, in reading order."
    )
    handler = fields.Text("Handled by")
    person_in_charge = fields.Text()
    discipline = fields.Text("Work discipline")
    result = fields.Text()
    promises = fields.Text(help="One promise a line.")
    units = fields.Text("Units and where they are", help="One unit a line, with floor and room.")
    limit_text = fields.Text("Time limits as shown", compute="_compute_limit_text")

    _version_unique = models.UniqueIndex("(code, number)", "This version exists already.")
    _one_live = models.UniqueIndex(
        "(code) WHERE state = 'live'", "Another version of this service is public."
    )
    _one_open = models.UniqueIndex(
        "(code) WHERE state IN ('draft', 'submitted')",
        "A new version of this service is being written already.",
    )
    _code_form = models.Constraint(
        "CHECK (code ~ '^[a-z][a-z0-9-]{1,40}$')",
        "A code has small letters, digits and hyphens.",
    )

    @api.depends("limit_codes")
    def _compute_limit_text(self):
        for service in self:
            service.limit_text = "\n".join(
                f"{limit['name']}: {limit['amount']}" for limit in service._limits()
            )

    @api.depends(*ITEMS)
    def _compute_missing(self):
        return super()._compute_missing()

    def _missing_labels(self):
        """OPN-01: the items that are empty, and limits that are named but not in force."""
        return [
            self._rights_label(item)
            for item in ITEMS
            if not (self._limits() if item == "limit_codes" else (self[item] or "").strip())
        ]

    def _limits(self):
        """The promised limits in force, as plain values."""
        codes = (self.limit_codes or "").split()
        return self.env["rights.deadline.policy"]._promised_limits(codes)

    def _public_values(self):
        """Everything that page, hall screen and leaflet show of this version (OPN-05, OPN-06)."""
        self.ensure_one()
        return {
            "code": self.code,
            "name": self.name,
            "kind": self.kind,
            "summary": self.summary or "",
            "number": self.number,
            "approved_by": self.approved_by_id.name or "",
            "approved_at": self.approved_at,
            "limits": self._limits(),
            **{
                item: [line.strip() for line in (self[item] or "").splitlines() if line.strip()]
                for item in ITEMS
                if item != "limit_codes"
            },
        }
