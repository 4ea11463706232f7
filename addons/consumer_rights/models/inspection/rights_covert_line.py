from odoo import fields, models

# the five things that every visit looks at (INS-06)
ITEMS = [
    ("quality", "Quality of the goods"),
    ("shelf_life", "Shelf life"),
    ("labelling", "Labelling"),
    ("free_return", "Barrier-free return"),
    ("advance_pay", "Advance compensation"),
]
RESULTS = [("sound", "In order"), ("fault", "With faults"), ("none", "Does not apply")]


class RightsCovertLine(models.Model):
    """One of the five items of an undercover visit (INS-06).

    who                                          may
    station officer, dispatcher, heads           read, own unit and below
    social supervisor, in the portal             fill in, when handing the record in
    """

    _name = "rights.covert.line"
    _description = "Item of an undercover visit"
    _order = "visit_id, id"
    _rec_name = "item"

    visit_id = fields.Many2one("rights.covert.visit", required=True, index=True, ondelete="cascade")
    item = fields.Selection(ITEMS, "Item looked at", required=True)
    result = fields.Selection(RESULTS, "Found")
    note = fields.Char("What was seen")
    rectification_ids = fields.One2many(
        "rights.merchant.rectification", "covert_line_id", readonly=True
    )

    _once = models.UniqueIndex("(visit_id, item)", "This item is in the record already.")

    def _open_rectifications(self):
        """One for each fault. The text is the station's business to have read: it is released."""
        labels = dict(self._fields["item"]._description_selection(self.env))
        # whoever releases the visit may write it; nobody writes rectifications
        rectifications_sudo = self.env["rights.merchant.rectification"].sudo()
        for line in self.filtered(lambda one: one.result == "fault"):
            rectifications_sudo._open_for_finding(
                line.visit_id.merchant_id,
                self.env._("%(item)s: %(note)s", item=labels[line.item], note=line.note),
                {"covert_line_id": line.id},
            )
