import json
from dataclasses import dataclass, field
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

FORMAT = "consumer_rights.configuration"
VERSION = 1

CODE = ("name", "code", "external_code", "sequence", "active")


class Exported(NamedTuple):
    """One kind of setting in a configuration file.

    ``key`` names an entry in every database, by codes and never by database ids. The order of the
    table is the order of the import: what is referred to comes before what refers to it.
    """

    model: str
    key: tuple
    fields: tuple
    domain: tuple = ()


# What a configuration file holds. The organisation (units, posts, divisions) and every case stay
# out: they belong to one city.
EXPORTED = (
    Exported(
        "rights.case.stage",
        ("code",),
        ("name", "code", "sequence", "fold", "is_closed", "description", "active"),
    ),
    Exported("rights.channel", ("code",), (*CODE, "hotline")),
    Exported("rights.claim", ("code",), CODE),
    Exported(
        "rights.outcome",
        ("code",),
        (
            *CODE,
            "for_consultation",
            "for_complaint",
            "for_report",
            "for_suggestion",
            "for_discipline",
        ),
    ),
    Exported("rights.reject.reason", ("code",), (*CODE, "number", "law", "date_from", "date_to")),
    Exported("rights.return.reason", ("code",), (*CODE, "counts_against_registrant")),
    Exported("rights.category", ("kind", "code"), (*CODE, "kind", "parent_id")),
    Exported(
        "rights.category.field",
        ("category_id", "key"),
        (
            "category_id",
            "key",
            "name",
            "type",
            "options",
            "is_required",
            "sequence",
            "active",
        ),
    ),
    Exported(
        "rights.case.transition",
        ("kind", "stage_from_id", "code"),
        (
            "name",
            "code",
            "kind",
            "sequence",
            "active",
            "stage_from_id",
            "stage_to_id",
            "group_ids",
            "scope",
            "required_field_ids",
            "optional_field_ids",
            "needs_basis",
            "effect",
            "action_ids",
            "is_main",
            "confirm",
            "hotkey",
        ),
    ),
    Exported(
        "rights.case.checklist.item",
        ("transition_id", "code"),
        ("transition_id", "code", "name", "sequence", "active"),
    ),
    Exported(
        "ir.filters",
        ("model_id", "name"),
        ("model_id", "name", "domain", "context", "sort", "is_default", "active"),
        (("user_ids", "=", False), ("model_id", "=like", "rights.%")),
    ),
)


@dataclass
class Change:
    """One entry of a file that is new here or differs from what is here."""

    spec: Exported
    key: str
    values: dict
    record: models.BaseModel | None = None
    # field name -> (text here, text in the file)
    differences: dict = field(default_factory=dict)


@dataclass
class Plan:
    """What a file would do to this database: nothing is written before ``_apply``."""

    changes: list = field(default_factory=list)
    unchanged: int = 0
    # sentences: what is wrong with the file, so that it cannot be loaded at all
    errors: list = field(default_factory=list)
    # sentences: what this user may not load
    notes: list = field(default_factory=list)


class RightsConfiguration(models.AbstractModel):
    """The settings of a database as one file, and such a file as settings (design D13).

    A file names its entries by codes, so it fits another database. Loading adds and changes; it
    removes nothing. Loading a file a second time changes nothing. Rights are those of the user:
    what a business administrator may not set is not set by a file either.
    """

    _name = "rights.configuration"
    _description = "Configuration file"

    @api.model
    def _get_exported(self):
        """The table of exported settings; an addon that adds settings extends it."""
        return EXPORTED

    # -- to a file ----------------------------------------------------------------------------

    @api.model
    def _export(self):
        """The settings of this database in the form that ``_plan`` reads."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "languages": sorted(self._languages()),
            "settings": {
                spec.model: [
                    {"key": key, "values": self._values_of(spec, record)}
                    for key, record in self._entries(spec).items()
                ]
                for spec in self._get_exported()
            },
        }

    @api.model
    def _export_text(self):
        return json.dumps(self._export(), ensure_ascii=False, indent=1)

    @api.model
    def _languages(self):
        # the wording without a language of its own is kept as English
        return {"en_US"} | {code for code, _name in self.env["res.lang"].get_installed()}

    @api.model
    def _entries(self, spec):
        """{key: record} of one kind of setting, archived ones too."""
        records = self.env[spec.model].with_context(active_test=False, lang=None)
        return {self._key_of(spec, record): record for record in records.search(list(spec.domain))}

    def _key_of(self, spec, record):
        return "/".join(
            str(self._reference(record[name]) if record._fields[name].relational else record[name])
            for name in spec.key
        )

    def _reference(self, record):
        """What a file calls a record that a setting refers to."""
        if not record:
            return False
        spec = self._spec_of(record._name)
        if spec:
            return self._key_of(spec, record.with_context(lang=None))
        if record._name == "rights.case.field":
            return record.technical_name
        return record.get_external_id()[record.id] or False

    @api.model
    def _spec_of(self, model):
        return next((spec for spec in self._get_exported() if spec.model == model), None)

    def _values_of(self, spec, record):
        # reactions are closed to business administrators and still belong into the file
        record_sudo = record.sudo()
        return {name: self._value_of(record_sudo, name) for name in spec.fields}

    def _value_of(self, record, name):
        column = record._fields[name]
        value = record[name]
        if column.type == "many2many":
            references = [self._reference(other) for other in value.with_context(active_test=False)]
            return sorted(reference for reference in references if reference)
        if column.type == "many2one":
            return self._reference(value)
        if column.translate:
            return {code: record.with_context(lang=code)[name] for code in self._languages()}
        if column.type in ("date", "datetime"):
            return column.to_string(value) if value else False
        return value

    # -- from a file --------------------------------------------------------------------------

    @api.model
    def _read(self, content):
        """The content of a file as ``_plan`` takes it.

        :raise UserError: it is no configuration file, or one of a newer version
        """
        try:
            data = json.loads(content.decode("utf-8-sig"))
        except (UnicodeDecodeError, ValueError) as error:
            raise UserError(
                self.env._("This is no configuration file: it cannot be read as JSON.")
            ) from error
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise UserError(
                self.env._("This is no configuration file. Choose a file that was exported here.")
            )
        version = data.get("version")
        if not isinstance(version, int) or version > VERSION:
            raise UserError(
                self.env._(
                    "The file has format version %(version)s, this system reads up to %(known)s."
                    " Update this system first.",
                    version=version,
                    known=VERSION,
                )
            )
        if not isinstance(data.get("settings"), dict):
            raise UserError(self.env._("The file holds no settings."))
        return data

    @api.model
    def _plan(self, data):
        """What loading ``data`` would add and change, and why it cannot be loaded."""
        plan = Plan()
        settings = data["settings"]
        known = {spec.model for spec in self._get_exported()}
        plan.errors += [
            self.env._("Unknown kind of setting: %(model)s.", model=model)
            for model in settings
            if model not in known
        ]
        here = {spec.model: self._entries(spec) for spec in self._get_exported()}
        for spec in self._get_exported():
            rows = settings.get(spec.model) or []
            if not isinstance(rows, list):
                plan.errors.append(
                    self.env._("%(model)s: a list of entries is missing.", model=spec.model)
                )
                continue
            for row in self._parents_first(rows):
                self._plan_row(plan, spec, row, here, settings)
        return plan

    @api.model
    def _parents_first(self, rows):
        """A class comes after the class above it."""
        waiting = [row for row in rows if isinstance(row, dict)]
        done, ordered = set(), [row for row in rows if not isinstance(row, dict)]
        keys = {str(row.get("key")) for row in waiting}
        while waiting:
            ready = [
                row
                for row in waiting
                if self._parent_key(row) not in keys or self._parent_key(row) in done
            ]
            # a circle: the import refuses it with the sentence of the model
            ready = ready or waiting
            ordered += ready
            done |= {str(row.get("key")) for row in ready}
            waiting = [row for row in waiting if str(row.get("key")) not in done]
        return ordered

    @api.model
    def _parent_key(self, row):
        values = row.get("values")
        return str(values.get("parent_id")) if isinstance(values, dict) else None

    def _plan_row(self, plan, spec, row, here, settings):
        values = row.get("values") if isinstance(row, dict) else None
        if not isinstance(values, dict) or not isinstance(row.get("key"), str):
            plan.errors.append(
                self.env._(
                    "%(model)s: an entry has no key or no values.", model=self._label(spec.model)
                )
            )
            return
        key = row["key"]
        record = here[spec.model].get(key)
        current = self._values_of(spec, record) if record is not None else {}
        values = self._allowed(plan, spec, key, values, current)
        problems = self._get_row_problems(spec, key, values, here, settings)
        if problems:
            entry = f"{self._label(spec.model)} {key}"
            plan.errors += [f"{entry}: {problem}" for problem in problems]
            return
        if record is None:
            plan.changes.append(Change(spec, key, values))
            return
        different = {
            name: value
            for name, value in values.items()
            if not self._is_same(record._fields[name], current[name], value)
        }
        if not different:
            plan.unchanged += 1
            return
        plan.changes.append(
            Change(
                spec,
                key,
                different,
                record,
                {
                    name: (self._text(current[name]), self._text(value))
                    for name, value in different.items()
                },
            )
        )

    def _allowed(self, plan, spec, key, values, current):
        """Leave out what this user may not write, and say so where it would have changed."""
        model = self.env[spec.model]
        allowed = {}
        for name, value in values.items():
            column = model._fields.get(name)
            if name not in spec.fields or model._has_field_access(column, "write"):
                allowed[name] = value
            elif value and not (current and self._is_same(column, current[name], value)):
                plan.notes.append(
                    self.env._(
                        "%(entry)s: %(field)s is left out, the platform administrator sets it.",
                        entry=f"{self._label(spec.model)} {key}",
                        field=self._field_label(spec.model, name),
                    )
                )
        return allowed

    def _get_row_problems(self, spec, key, values, here, settings):
        """Sentences on what is wrong with the values of one entry."""
        problems = []
        model = self.env[spec.model]
        if key != "/".join(str(values.get(name)) for name in spec.key):
            problems.append(
                self.env._("its key is not made of %(fields)s.", fields=", ".join(spec.key))
            )
        if sum(row.get("key") == key for row in settings[spec.model] if isinstance(row, dict)) > 1:
            problems.append(self.env._("it stands in the file more than once."))
        for name, value in values.items():
            if name not in spec.fields:
                problems.append(self.env._("it has an unknown field %(field)s.", field=name))
            elif not self._is_type_right(model._fields[name], value):
                problems.append(
                    self.env._(
                        "%(value)s does not fit %(field)s.",
                        value=self._text(value)[:50],
                        field=name,
                    )
                )
            else:
                problems += [
                    self.env._(
                        "%(field)s refers to %(key)s, which is neither here nor in the file.",
                        field=name,
                        key=reference,
                    )
                    for reference in self._get_dangling(model._fields[name], value, here, settings)
                ]
        return problems

    def _is_type_right(self, column, value):
        if column.type == "many2many":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        if column.type == "boolean":
            return isinstance(value, bool)
        if column.type == "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        if column.type == "float":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        if value is False:
            return not column.required
        if column.translate:
            return isinstance(value, str) or (
                isinstance(value, dict)
                and all(isinstance(text, (str, bool)) for text in value.values())
                and bool(value.get("en_US") or not column.required)
            )
        if not isinstance(value, str):
            return False
        if column.type == "selection":
            return value in column.get_values(self.env)
        if column.type == "date":
            try:
                return bool(fields.Date.from_string(value))
            except ValueError:
                return False
        return True

    def _get_dangling(self, column, value, here, settings):
        if column.type not in ("many2one", "many2many") or not value:
            return []
        references = value if isinstance(value, list) else [value]
        model = column.comodel_name
        in_file = {row.get("key") for row in settings.get(model) or [] if isinstance(row, dict)}
        return [
            reference
            for reference in references
            if reference not in in_file
            and reference not in here.get(model, {})
            and not self._resolve(model, reference)
        ]

    def _resolve(self, model, reference):
        """The record that a file calls so; empty when there is none."""
        spec = self._spec_of(model)
        if spec:
            return self._entries(spec).get(reference, self.env[model])
        if model == "rights.case.field":
            return self.env[model].search([("technical_name", "=", reference)])
        record = self.env.ref(reference, raise_if_not_found=False) if "." in reference else None
        return record if record is not None and record._name == model else self.env[model]

    def _is_same(self, column, current, value):
        if column.translate:
            value = value if isinstance(value, dict) else {"en_US": value}
            return all(
                (text or False) == (current[code] or False)
                for code, text in value.items()
                if code in current
            )
        if column.type == "many2many":
            return sorted(current) == sorted(value)
        return (current or False) == (value or False)

    # -- applying -----------------------------------------------------------------------------

    @api.model
    def _apply(self, plan):
        """Write what the plan says, all of it or nothing.

        :raise UserError: the entry that cannot be written, and why
        """
        if plan.errors:
            raise UserError("\n".join(plan.errors))
        with self.env.cr.savepoint():
            for change in plan.changes:
                try:
                    self._apply_change(change)
                except UserError as error:
                    raise UserError(
                        self.env._(
                            "%(entry)s cannot be loaded, so nothing was: %(reason)s",
                            entry=f"{self._label(change.spec.model)} {change.key}",
                            reason=error,
                        )
                    ) from error

    def _apply_change(self, change):
        # the plain language: translations follow one by one
        model = self.env[change.spec.model].with_context(active_test=False, lang=None)
        translated, vals = {}, {}
        for name, value in change.values.items():
            column = model._fields[name]
            if column.translate and isinstance(value, dict):
                translated[name] = value
                value = value.get("en_US", False)
            vals[name] = self._to_write(column, value)
        if change.record is None:
            record = model.create([vals])
        else:
            record = change.record.with_env(model.env)
            fixed = ("code", "key", *change.spec.key)
            record.write({name: value for name, value in vals.items() if name not in fixed})
        for name, texts in translated.items():
            for code in self._languages():
                in_language = record.with_context(lang=code)
                if texts.get(code) and in_language[name] != texts[code]:
                    in_language[name] = texts[code]

    def _to_write(self, column, value):
        if column.type == "many2many":
            records = [self._resolve(column.comodel_name, reference) for reference in value]
            return [Command.set([record.id for record in records])]
        if column.type == "many2one":
            return self._resolve(column.comodel_name, value).id if value else False
        return value

    # -- words --------------------------------------------------------------------------------

    def _label(self, model):
        return self.env["ir.model"]._get(model).name

    def _field_label(self, model, name):
        return self.env[model]._fields[name].get_description(self.env, ["string"])["string"]

    def _text(self, value):
        """A value of a file as a person reads it in the preview."""
        if isinstance(value, dict):
            return value.get(self.env.lang) or value.get("en_US") or ""
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        return "" if value is None or value is False else str(value)
