from . import document_link, export, health, portal, rights_import
