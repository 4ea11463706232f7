from functools import lru_cache

from ...tools.import_guess import fold


class CodeLists:
    """Our own lists, looked up by the names and codes that people use; read once a run."""

    _MODELS = {
        "stage": ("rights.case.stage", ("name", "code"), []),
        "nature": ("rights.category", ("name", "code", "external_code"), [("kind", "=", "nature")]),
        "item_class": (
            "rights.category",
            ("name", "code", "external_code"),
            [("kind", "in", ("goods", "service"))],
        ),
        "channel": ("rights.channel", ("name", "code", "hotline", "external_code"), []),
        "station": ("rights.station", ("name", "code"), []),
        "handler": ("res.users", ("name", "login"), [("share", "=", False)]),
        "outcome": ("rights.outcome", ("name", "code", "external_code"), []),
    }

    def __init__(self, env):
        self._env = env
        self._tables = {}
        self.find_cached = lru_cache(maxsize=4096)(self.find)

    def find(self, target, word):
        """The key or id behind a word; False when no entry, or more than one, has it."""
        if not word:
            return False
        if target not in self._tables:
            self._tables[target] = self._read(target)
        return self._tables[target].get(fold(word), False)

    def _read(self, target):
        if target == "kind":
            kinds = self._env["rights.case"]._fields["kind"]._description_selection(self._env)
            return {fold(word): key for key, label in kinds for word in (key, label)}
        model, names, domain = self._MODELS[target]
        # names of lists, units and staff are no secret to whoever imports
        records = self._env[model].sudo().search(domain)
        table = {}
        # a file may use the names of any language of the house
        for lang, _label in self._env["res.lang"].get_installed():
            for record in records.with_context(lang=lang):
                for name in names:
                    key = fold(record[name])
                    if key:
                        table[key] = record.id if table.get(key, record.id) == record.id else False
        return table
