"""Processes of their own for the scripts: they are killed, meet each other and find no room."""

import os
import resource

import odoo.sql_db
from odoo.api import Environment
from odoo.orm.registry import Registry


def fork(env, work):
    """Run ``work(own environment)`` in a process of its own; its process id."""
    database = env.cr.dbname
    env.cr.commit()
    child = os.fork()
    if child:
        return child
    # the connections of the parent stay the parent's
    odoo.sql_db._Pool = odoo.sql_db._Pool_readonly = None
    Registry.registries.clear()
    failed = 1
    try:
        with Registry(database).cursor() as cr:
            work(Environment(cr, 1, {}))
            cr.commit()
        failed = 0
    finally:
        os._exit(failed)


def ended(child):
    """How a process ended: 0, or the signal that killed it."""
    return os.waitpid(child, 0)[1]


def fill_the_disk(size):
    """A file that cannot grow is what a full disk looks like to the one who writes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
