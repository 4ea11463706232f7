from . import arrival, document_link, export, hall, health, rights_import
