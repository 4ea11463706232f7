"""Public pages of consumers, from filing to the guide. Nothing here writes without its model."""

from . import public_page, filing, tracking, account, openness, note, meeting
