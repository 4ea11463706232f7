def migrate(cr, version):
    """Limits of rectifications that are under way count from the day they were opened (TL-35)."""
    cr.execute(
        """
        UPDATE rights_merchant_rectification
           SET counted_from = opened_on + interval '4 hours'
        """
    )
