import polib
from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path
from odoo.tools.translate import TranslationModuleReader


@tagged("post_install", "-at_install")
class TestTranslation(TransactionCase):
    def test_every_term_has_its_chinese(self):
        """D9: zh_CN.po holds every term of the addon, none empty or fuzzy."""
        entries = polib.pofile(file_path("consumer_rights/i18n/zh_CN.po"))
        chinese = {entry.msgid: entry for entry in entries}
        reader = TranslationModuleReader(self.env.cr, modules=["consumer_rights"])
        terms = {row[4] for row in reader if row[4] and row[4].strip()}
        self.assertGreater(len(terms), 1000)
        missing = sorted(
            term
            for term in terms
            if term not in chinese or not chinese[term].msgstr or chinese[term].fuzzy
        )
        self.assertFalse(missing)

    def test_placeholders_survive_translation(self):
        """A sentence that lost a name would fail when it is shown."""
        entries = polib.pofile(file_path("consumer_rights/i18n/zh_CN.po"))
        for entry in entries:
            for word in entry.msgid.split("%(")[1:]:
                name = word.split(")")[0]
                self.assertIn(f"%({name})", entry.msgstr, entry.msgid)
