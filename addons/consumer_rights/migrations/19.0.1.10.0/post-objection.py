def migrate(cr, version):
    """A unit that does not object misses nothing: the limit only says until when (TL-70)."""
    cr.execute("UPDATE rights_deadline_policy SET is_reminder = true WHERE code = 'TL-70'")
