"""Questions of the deadline room."""

from . import rights_deadline_cancel
