"""The day of performance is not worked out for what was concluded before (MED-07)."""


def migrate(cr, version):
    if version:
        cr.execute("ALTER TABLE rights_case ADD COLUMN IF NOT EXISTS performed_on date")
