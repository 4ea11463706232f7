from odoo.addons.consumer_rights.tests.translation_common import TranslationChecks
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestTranslation(TranslationChecks, TransactionCase):
    addon = "rights_reports"
    least_terms = 100
