from . import answer_pages, document_link, export, health, rights_import
