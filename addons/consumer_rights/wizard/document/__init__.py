"""Document room: a look at a template, and questions about papers that are asked once."""

from . import rights_document_make, rights_document_preview, rights_document_reason
