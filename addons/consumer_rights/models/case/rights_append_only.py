"""Records that are written once: the process record of a case and the audit log (SEC-06)."""

from odoo import api, models
from odoo.exceptions import AccessError
from psycopg2.errors import ReadOnlySqlTransaction


class Pass:
    """A single-use permit that server code hands through the context to a guarded write.

    It is checked by type and used up by the first guarded call, so neither a client (JSON cannot
    carry it), nor sudo, nor an automation that runs inside that call can pass with it.
    """

    __slots__ = ("_open",)

    def __init__(self):
        self._open = True

    @staticmethod
    def use(candidate):
        """True once for a fresh permit, False for anything else."""
        if isinstance(candidate, Pass) and candidate._open:
            candidate._open = False
            return True
        return False


class RightsAppendOnly(models.AbstractModel):
    """No user changes or removes these rows, and only our own code adds them (SEC-06)."""

    _name = "rights.append.only"
    _description = "Append-only record"
    _log_access = False

    def init(self):
        """The table refuses UPDATE and DELETE as well, whatever code issues them."""
        super().init()
        if not self._auto or self._abstract:
            return
        self.env.cr.execute("""
            CREATE OR REPLACE FUNCTION rights_refuse_change() RETURNS trigger AS $$
            BEGIN RAISE EXCEPTION 'append-only table %', TG_TABLE_NAME; END
            $$ LANGUAGE plpgsql""")
        self.env.cr.execute(f"""
            CREATE OR REPLACE TRIGGER {self._table}_append_only
            BEFORE UPDATE OR DELETE ON {self._table}
            FOR EACH ROW EXECUTE FUNCTION rights_refuse_change()""")

    @api.model_create_multi
    def create(self, vals_list):
        if not Pass.use(self.env.context.get("rights_append")):
            raise AccessError(self.env._("Entries of this record are written by the system only."))
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super
        if not self:
            return True
        raise AccessError(self.env._("Entries of this record cannot be changed."))

    # deletion is refused for everybody, so there is nothing to call and nothing to guard
    def unlink(self):  # pylint: disable=method-required-super,no-raise-unlink
        if not self:
            return True
        raise AccessError(  # pylint: disable=no-raise-unlink
            self.env._("Entries of this record cannot be removed.")
        )

    @api.model
    def _append(self, vals_list):
        """Add rows in superuser mode: a reader of the record needs no right to write it.

        A look is noted while Odoo may serve the request from a replica. It runs such a request
        again where it can write, and that without trying in vain first.
        """
        if self.env.cr.readonly:
            raise ReadOnlySqlTransaction(f"{self._name} notes this request")
        return self.sudo().with_context(rights_append=Pass()).create(vals_list)
