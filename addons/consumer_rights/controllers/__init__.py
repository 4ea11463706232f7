from . import document_link, export, health, rights_import
