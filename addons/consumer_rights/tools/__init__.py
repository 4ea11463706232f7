"""Pure Python helpers: no environment, no ORM, importable without a running Odoo."""

from . import chinese_text, identity_crypt, masking, merchant_name, uscc
