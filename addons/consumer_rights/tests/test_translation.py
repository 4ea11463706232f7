from odoo.tests import TransactionCase, tagged

from .translation_common import TranslationChecks


@tagged("post_install", "-at_install")
class TestTranslation(TranslationChecks, TransactionCase):
    addon = "consumer_rights"
    least_terms = 1000
