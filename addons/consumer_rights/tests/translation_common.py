"""What holds for the Chinese of each addon (D9)."""

import polib
from odoo.tools import file_path
from odoo.tools.translate import TranslationModuleReader


class TranslationChecks:
    """Mixed into a TransactionCase of each addon."""

    addon = None
    least_terms = 0

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entries = polib.pofile(file_path(f"{cls.addon}/i18n/zh_CN.po"))

    def test_every_term_has_its_chinese(self):
        """D9: zh_CN.po holds every term of the addon, none empty or fuzzy."""
        chinese = {entry.msgid: entry for entry in self.entries}
        reader = TranslationModuleReader(self.env.cr, modules=[self.addon])
        terms = {row[4] for row in reader if row[4] and row[4].strip()}
        self.assertGreater(len(terms), self.least_terms)
        missing = sorted(
            term
            for term in terms
            if term not in chinese or not chinese[term].msgstr or chinese[term].fuzzy
        )
        self.assertFalse(missing)

    def test_placeholders_survive_translation(self):
        """A sentence that lost a name would fail when it is shown."""
        for entry in self.entries:
            for word in entry.msgid.split("%(")[1:]:
                name = word.split(")")[0]
                self.assertIn(f"%({name})", entry.msgstr, entry.msgid)
