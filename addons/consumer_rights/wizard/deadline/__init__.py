"""Questions of the deadline room."""

from . import rights_case_keep, rights_deadline_cancel
