def migrate(cr, version):
    """The periodic packs that came with the addon take the analysis report along (STA-01)."""
    cr.execute(
        """
        UPDATE rights_pack SET with_analysis = true
          FROM ir_model_data data
         WHERE data.model = 'rights.pack' AND data.res_id = rights_pack.id
           AND data.module = 'rights_reports'
           AND data.name IN ('pack_month', 'pack_quarter', 'pack_half', 'pack_year')
        """
    )
