"""Columns that a large register would otherwise be counted through for, one case at a time."""


def migrate(cr, version):
    cr.execute("""
        ALTER TABLE rights_case
            ADD COLUMN IF NOT EXISTS is_in_duty boolean DEFAULT TRUE,
            ADD COLUMN IF NOT EXISTS is_group boolean""")
    cr.execute("ALTER TABLE rights_case ALTER COLUMN is_in_duty DROP DEFAULT")
    # no case of before has material ticked as missing: there was no list to tick
    cr.execute("""
        CREATE TABLE IF NOT EXISTS rights_case_missing_item_rel (
            rights_case_id integer NOT NULL,
            rights_material_item_id integer NOT NULL,
            PRIMARY KEY (rights_case_id, rights_material_item_id))""")
