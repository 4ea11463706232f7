"""Public pages of consumers: filing, tracking, accounts. Nothing here writes without its model."""

from . import public_page, filing, tracking, account
