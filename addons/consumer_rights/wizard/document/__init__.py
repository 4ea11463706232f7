"""Document room: a look at a template, and questions about papers that are asked once."""

from . import (
    rights_delivery_receipt,
    rights_document_deliver,
    rights_document_make,
    rights_document_preview,
    rights_document_reason,
    rights_document_sign,
)
