"""Case room: questions that are asked once and not kept (SEC)."""

from . import rights_evidence_request, rights_identity_reveal
