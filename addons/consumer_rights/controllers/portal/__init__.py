"""Public pages of consumers: filing, tracking, account, openness, notes. Nothing here writes without its model."""

from . import public_page, filing, tracking, account, openness, note
