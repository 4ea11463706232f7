"""The list of deductions keeps no number of a matter and names no limit of a report (SEC-02)."""


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        r"""
        UPDATE rights_quality_deduction deduction
           SET evidence = regexp_replace(deduction.evidence, '^TL-\d+[^，]*，', '一项时限，')
          FROM rights_deadline_breach breach
          JOIN rights_case matter
            ON matter.id = breach.case_id AND matter.kind IN ('report', 'discipline')
         WHERE breach.id = deduction.breach_id
        """
    )
    cr.execute("ALTER TABLE rights_quality_deduction DROP COLUMN IF EXISTS case_number")
