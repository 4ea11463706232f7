"""Answer room: the dialog of a follow-up call (RPL)."""

from . import rights_followup_call
