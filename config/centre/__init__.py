"""From a bare machine to a running centre; called by serve, backup, restore and tests/run.

console       progress, problems in one sentence, locks, running other programs
machine       what the computer must offer: system, disk, port, packages, the ordinary user
odoo_tree     the Odoo 19 source
environment   the Python packages
postgres      the database server
site          one installed centre: its data folder, configuration and database
archive       backup and restore of a site

Only the standard library is used: it runs before anything is installed. This file is the first one
imported and stays readable for older Pythons, so that they can say what is wrong.
"""

import sys

if not (3, 10) <= sys.version_info[:2] <= (3, 13):
    sys.stderr.write(
        "Python %d.%d cannot run this: call it with Python 3.10, 3.11, 3.12 or 3.13, for example "
        "the python3 package of Debian 12 or 13.\n" % sys.version_info[:2]
    )
    sys.exit(2)
