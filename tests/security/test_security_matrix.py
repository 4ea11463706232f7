"""The one table of who may do what: every model and route, every role (design D7, Annex A2).

``models.csv``  rights on a model as such: r(ead) w(rite) c(reate) d(elete), empty for none; the
                account of another system and a visitor without a login have a column of their own
``cases.csv``   a case of each kind, at each stage, seen from a person of a district centre whose
                unit has it (own), had it (former), stands above it (below), beside it (sibling)
                or under it (above)
``routes.csv``  our HTTP routes with the answer each visitor gets

A model, role or route that is not in its table fails the test, and so does a right in either
direction. After a wanted change: ``RIGHTS_MATRIX_WRITE=1 ./tests/run -k matrix``, then read the
difference against Annex A2 before committing it.
"""

import csv
import os
import re
from pathlib import Path

from odoo.addons.consumer_rights.models.case.rights_append_only import Pass
from odoo.addons.consumer_rights.tests.common import GROUP, RightsCommon
from odoo.tests import HttpCase, new_test_user, tagged

HERE = Path(__file__).parent
ROLES = (
    "operator clerk office handler station mediator legal docking enforcement dispatcher "
    "division_head head followup quality statistician archivist discipline auditor business_admin"
).split()
PORTAL = "merchant_user liaison social_supervisor assigned_helper consumer".split()
OPERATIONS = {"read": "r", "write": "w", "create": "c", "unlink": "d"}


class MatrixCase(RightsCommon):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.role_users = {
            role: cls._create_person(f"m_{role}", role, "district_a") for role in ROLES
        }
        cls.role_users["platform_admin"] = new_test_user(
            cls.env, "m_platform_admin", groups="base.group_system"
        )
        for role in (*PORTAL, "interface"):
            cls.role_users[role] = new_test_user(cls.env, f"m_{role}", groups=GROUP + role)
        cls.role_users["anonymous"] = cls.env.ref("base.public_user")

    def compare(self, file_name, header, rows):
        path = HERE / file_name
        if os.environ.get("RIGHTS_MATRIX_WRITE"):
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(header)
                writer.writerows(rows)
        with path.open(encoding="utf-8") as file:
            expected = list(csv.reader(file))
        self.assertEqual(header, expected[0])
        self.assertEqual({tuple(row) for row in rows}, {tuple(row) for row in expected[1:]})


@tagged("post_install", "-at_install")
class TestModelMatrix(MatrixCase):
    def test_model_matrix(self):
        """SEC-01, SEC-11: every model of ours and every role, each operation, both ways."""
        models = sorted(
            name
            for name, model in self.env.registry.items()
            if name.startswith("rights.") and not model._abstract
        )
        roles = [*ROLES, "platform_admin", *PORTAL, "interface", "anonymous"]
        rows = []
        for name in models:
            row = [name]
            for role in roles:
                model = self.env[name].with_user(self.role_users[role])
                row.append(
                    "".join(
                        letter
                        for operation, letter in OPERATIONS.items()
                        if model.has_access(operation)
                    )
                )
            rows.append(row)
        self.compare("models.csv", ["model", *roles], rows)

    def test_a_role_with_rights_on_a_ruled_model_has_a_rule(self):
        """A group with an access row but no record rule would see every record."""
        open_doors = []
        rules = self.env["ir.rule"].search([("model_id.model", "=like", "rights.%")])
        for model in rules.model_id:
            of_model = rules.filtered(lambda rule, model=model: rule.model_id == model)
            if any(not rule.groups for rule in of_model):
                continue
            for role in ROLES:
                groups = self.role_users[role].all_group_ids
                for operation in OPERATIONS:
                    may = self.env[model.model].with_user(self.role_users[role])
                    if may.has_access(operation) and not any(
                        rule[f"perm_{operation}"] and rule.groups & groups for rule in of_model
                    ):
                        open_doors.append((model.model, role, operation))
        self.assertFalse(open_doors)

    def test_every_access_row_names_a_group(self):
        rows = self.env["ir.model.access"].search([("model_id.model", "=like", "rights.%")])
        self.assertFalse(rows.filtered(lambda row: not row.group_id).mapped("name"))


@tagged("post_install", "-at_install")
class TestCaseMatrix(MatrixCase):
    KINDS = ("consultation", "complaint", "report", "suggestion", "discipline")
    STAGES = ("draft", "registered", "handling", "replied", "archived")
    RELATIONS = {
        "own": ("district_a",),
        "former": ("district_a", "station_a1"),
        "below": ("station_a1",),
        "sibling": ("district_b",),
        "above": ("city",),
    }

    def make_case(self, kind, stage, units):
        stations = [self.stations[unit] for unit in units]
        chain = self.env["rights.station"].union(*(unit._with_above() for unit in stations))
        return (
            self.env["rights.case"]
            .sudo()
            .with_context(rights_gate=Pass())
            .create(
                {
                    "kind": kind,
                    "subject": "矩阵",
                    "stage_id": self.env.ref(f"consumer_rights.stage_{stage}").id,
                    "station_id": stations[-1].id,
                    "registered_by_id": self.env.ref("base.user_admin").id,
                    "handled_station_ids": [(6, 0, [unit.id for unit in stations])],
                    "chain_station_ids": [(6, 0, chain.ids)],
                }
            )
        )

    def test_case_matrix(self):
        """SEC-01, SEC-02, SEC-08: Annex A2 for a person whose unit has, had or never had a case."""
        rows = []
        for kind in self.KINDS:
            for stage in self.STAGES:
                for relation, units in self.RELATIONS.items():
                    case = self.make_case(kind, stage, units)
                    row = [kind, stage, relation]
                    for role in ROLES:
                        seen = case.with_user(self.role_users[role])
                        row.append(
                            "".join(
                                OPERATIONS[operation]
                                for operation in ("read", "write", "unlink")
                                if seen.has_access(operation)
                            )
                        )
                    rows.append(row)
        self.compare("cases.csv", ["kind", "stage", "relation", *ROLES], rows)

    def test_systems_and_visitors_reach_no_case(self):
        """SEC-11: whoever files from outside, with a key or without a login, reads no matter."""
        for kind in self.KINDS:
            case = self.make_case(kind, "registered", ("district_a",))
            for role in ("interface", "anonymous", "consumer"):
                seen = case.with_user(self.role_users[role])
                for operation in OPERATIONS:
                    self.assertFalse(seen.has_access(operation), (kind, role, operation))

    def test_search_agrees_with_access(self):
        """What a role finds is what it may read, for every kind and relation."""
        cases = self.env["rights.case"].sudo().browse()
        for kind in self.KINDS:
            for units in self.RELATIONS.values():
                cases |= self.make_case(kind, "handling", units)
        for role in ROLES:
            seen = cases.with_user(self.role_users[role])
            allowed = seen._filtered_access("read")
            if not seen.browse().has_access("read"):
                self.assertFalse(allowed)
                continue
            self.assertEqual(seen.search([("id", "in", cases.ids)], order="id"), allowed, role)


@tagged("post_install", "-at_install")
class TestRouteMatrix(HttpCase, MatrixCase):
    VISITORS = ("anonymous", "consumer", "interface", "clerk", "auditor", "business_admin", "admin")

    def our_routes(self):
        modules = ("odoo.addons.consumer_rights", "odoo.addons.rights_reports")
        http = self.env["ir.http"]
        rules = http._generate_routing_rules(
            sorted(self.env.registry._init_modules), http._get_converters()
        )
        return {
            url: endpoint.routing
            for url, endpoint in rules
            if endpoint.func.__module__.startswith(modules)
        }

    def test_route_matrix(self):
        """SEC-11: each route of ours with its methods, and the status each visitor gets."""
        rows = []
        for url, routing in sorted(self.our_routes().items()):
            methods = " ".join(sorted(routing.get("methods") or ["GET", "POST"]))
            row = [url, routing["type"], str(routing["auth"]), methods]
            for visitor in self.VISITORS:
                self.visit_as(visitor)
                response = self.url_open(re.sub("<[^>]*>", "1", url), allow_redirects=False)
                row.append(str(response.status_code))
            rows.append(row)
        self.compare("routes.csv", ["route", "type", "auth", "methods", *self.VISITORS], rows)

    def visit_as(self, visitor):
        if visitor == "anonymous":
            return self.authenticate(None, None)
        if visitor == "admin":
            return self.authenticate("admin", "admin")
        login = self.role_users[visitor].login
        return self.authenticate(login, login.ljust(8, "x"))
