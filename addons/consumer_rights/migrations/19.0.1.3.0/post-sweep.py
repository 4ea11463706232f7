"""The sweep finds clocks by a moment of their own: it looks at every running one once."""


def migrate(cr, version):
    cr.execute("""
        UPDATE rights_deadline SET sweep_at = least(warn_at, due_at)
         WHERE stopped_at IS NULL AND due_at IS NOT NULL""")
