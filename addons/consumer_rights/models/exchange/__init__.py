"""Exchange room: other systems that hand matters in, and what goes back to the source.

Rule INT-20 and the interface of docs/api.md.
"""

from . import (
    rights_source,
    rights_filing,
    rights_case_filing,
    rights_outbound_column,
    rights_outbound_item,
    rights_outbound_file,
    rights_outbound_answer,
    rights_outbound_tally,
    rights_case_outbound,
    rights_configuration,
)
