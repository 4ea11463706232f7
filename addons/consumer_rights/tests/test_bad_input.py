"""What people type, on its way through the counter to screen and paper (issue 4, bad input)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .document_common import DocumentCommon

SCRIPT = "<script>alert('x')</script><img src=x onerror=alert(1)>"
RARE = "㐂䶮𠮷𫟹"  # GB 18030 beyond the basic plane
LONG = "长" * 10_000
# steps after the registration, with the texts that each asks for
STEPS = (
    ("accept", DocumentCommon.ACCEPT),
    ("take", None),
    ("conclude", {"result_text": SCRIPT, "amount_recovered": 680}),
    ("reply", {"reply_text": SCRIPT, "reply_way": "phone"}),
)


@tagged("post_install", "-at_install")
class TestBadInput(DocumentCommon):
    def text_fields(self, record):
        """The fields of a record that a person types text into."""
        return [
            name
            for name, field in record._fields.items()
            if field.type in ("char", "text")
            and field.store
            and not (field.compute or field.related or field.readonly or field.groups)
        ]

    def fill(self, record, text):
        """Enter the text wherever the clerk may; what a rule refuses stays as it was."""
        filled = []
        for name in self.text_fields(record):
            try:
                with self.env.cr.savepoint():
                    record[name] = text
                    record.flush_recordset()
            except UserError:  # closed to the clerk, or not the form that the field wants
                record.invalidate_recordset()
            else:
                filled.append(name)
        return filled

    def merchant_called(self, name):
        return self.env["rights.merchant"].create(
            {"name": name, "phone": "025-84000002", "business_address": name}
        )

    def to_the_reply(self, case):
        self.move(case, "register", "clerk")
        self.templates.holds_case = False
        for code, values in STEPS:
            if code == "conclude":
                values = {**values, "outcome_id": self.settled.id}
            self.move(case, code, "clerk", values)
        return case

    def test_scripts_in_every_text_field_stay_text(self):
        """Kept as they were typed; no paper and no entry of the record holds a tag of theirs."""
        case = self.create_case("clerk", respondent_id=self.merchant_called(SCRIPT).id)
        filled = self.fill(case, SCRIPT)
        self.assertGreater(len(filled), 8, filled)
        person = {"name": SCRIPT, "address": SCRIPT, "phone": "13800001234"}
        case.party_ids.write(person)
        self.to_the_reply(case)
        self.assertEqual(case.subject, SCRIPT)
        self.assertEqual(case.party_ids.name, SCRIPT)
        papers = case.sudo().document_ids
        self.assertTrue({"DOC-01", "DOC-04", "DOC-12", "DOC-26"} <= set(self.codes(papers)))
        for paper in papers:
            self.assertNotIn("<script", paper.body, paper.title)
            self.assertNotIn("<img src=x", paper.body, paper.title)
        registration = self.papers(case, "DOC-26").body
        self.assertIn("&lt;script&gt;", registration)
        for message in case.sudo().message_ids:
            self.assertNotIn("<script", str(message.body))
        # HTML of any kind: nothing of the case itself is shown as markup
        markup = [name for name, field in case._fields.items() if field.type == "html"]
        for name in markup:
            self.assertNotIn("<script", str(case[name] or ""), name)

    def codes(self, papers):
        return papers.template_id.mapped("code")

    def test_names_of_ten_thousand_characters(self):
        """Kept whole and papered; a card shows the person no longer than any other."""
        case = self.create_case(
            "clerk", respondent_id=self.merchant_called(LONG).id, party_ids=self.person(name=LONG)
        )
        self.to_the_reply(case)
        self.assertEqual(case.party_ids.name, LONG)
        self.assertLess(len(case.party_masked), 40)
        self.assertIn(LONG, self.papers(case, "DOC-01").body)

    def test_marks_emoji_and_rare_characters(self):
        """What is a letter stays a letter, on paper too, and is found again."""
        text = f"{RARE}😀\u202eA"
        case = self.create_case("clerk", subject=text, facts=text, party_ids=self.person(name=RARE))
        self.to_the_reply(case)
        self.assertEqual((case.subject, case.party_ids.name), (text, RARE))
        self.assertIn(RARE, self.papers(case, "DOC-26").body)
        found = self.as_user("clerk", self.env["rights.case"]).search([("subject", "like", RARE)])
        self.assertIn(case, found)
