from . import rights_configured, rights_remembered, rights_code_mixin  # isort: skip - the rooms
from . import rights_law_list, rights_health, rights_number_counter, rights_invitation  # isort: skip - inherit these
from . import rights_portal_member, rights_workbook, rights_quarter  # isort: skip - and these
from . import rights_overdue, rights_answered_finding  # isort: skip - and these
from . import network, case, document, intake, merchant, answer
from . import nothing_calls_out, ir_cron
from . import deadline  # isort: skip - it extends the rooms above
from . import decision  # isort: skip - it extends clocks and papers
from . import routing  # isort: skip - it extends them and the clocks
from . import exchange  # isort: skip - it hears of steps and clocks
from . import supervision  # isort: skip - it extends clocks, papers and answers
from . import portal  # isort: skip - it extends the rooms above
from . import openness  # isort: skip - it extends limits and the filings of the site
from . import duty  # isort: skip - it knows arrivals, posts and bookings
from . import telephone  # isort: skip - it extends cases and asks the roster
from . import mediation  # isort: skip - it extends exceptions, clocks, papers and three-way calls
from . import emergency  # isort: skip - it extends commands, links, clocks and asks the roster
from . import report  # isort: skip - it extends conversions, papers, clocks and links
from . import discipline  # isort: skip - it extends clocks, urges, absences and outages
from . import legal  # isort: skip - it extends clocks, dossiers, the roster and missed periods
from . import ledger  # isort: skip - it extends merchants, filings and the to-do page
from . import inspection  # isort: skip - it extends rectifications, ledgers and the to-do page
from . import incentive  # isort: skip - it extends merchants, limits and the to-do page
from . import product  # isort: skip - it extends ledgers, papers, reports and quick responses
from . import training  # isort: skip - it extends missed periods, awards and the merchant pages
from . import service_station  # isort: skip - it extends cases, referrals, mediations and invitations
from . import publicity  # isort: skip - it extends public content, clocks and merchants
