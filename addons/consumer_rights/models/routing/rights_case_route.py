from dataclasses import dataclass, field

from odoo import api, fields, models


@dataclass
class Route:
    """What is proposed for one case, and the steps that led there.

    ``action`` down: send to ``station``, which lies on the way to ``target``; keep: stays here;
    back: belongs to no unit below, so it returns to the sender; outside: belongs to ``body``;
    manual: a person decides.
    """

    station: models.BaseModel
    target: models.BaseModel
    division: models.BaseModel
    body: models.BaseModel
    action: str = "manual"
    steps: list[str] = field(default_factory=list)

    def ends(self, action, step):
        self.action = action
        self.steps.append(step)
        return self


class RightsCase(models.Model):
    """Which unit a matter belongs to, said step by step (TRI-04 to TRI-06, TRI-14 to TRI-17).

    The proposal reads the map, the topic table and what is known of the seller. It decides
    nothing: a dispatcher sends the case, and says why when it goes elsewhere.
    """

    _inherit = "rights.case"

    dispatch_to_id = fields.Many2one(
        compute="_compute_dispatch_to_id", store=True, readonly=False, index="btree_not_null"
    )
    route_action = fields.Selection(
        [
            ("down", "Send down"),
            ("keep", "Handle here"),
            ("back", "Return to sender"),
            ("outside", "Another authority"),
            ("manual", "Decide by hand"),
        ],
        "Proposal",
        compute="_compute_route",
    )
    route_why = fields.Text("Why", compute="_compute_route")
    route_station_ids = fields.Many2many(
        "rights.station",
        string="Units on the way",
        compute="_compute_route",
        help="Sending the case to one of these needs no reason.",
    )
    division_id = fields.Many2one(
        "rights.division", "Division that answers", compute="_compute_route"
    )

    @api.depends(
        "stage_id",
        "station_id",
        "respondent_address",
        "respondent_id.registered_address",
        "respondent_id.merchant_type",
        "category_id",
        "item_class_id",
        "trade_channel",
        "platform_id.registered_address",
        "address_verified",
        "handling_mode",
        "keep_reason_id",
    )
    def _compute_dispatch_to_id(self):
        for case in self:
            case.dispatch_to_id = case._waits_for_dispatch() and case._propose_route().station

    @api.depends("dispatch_to_id", "stage_id", "station_id")
    @api.depends_context("lang")
    def _compute_route(self):
        for case in self:
            waiting = case._waits_for_dispatch()
            route = case._propose_route() if waiting else case._new_route()
            case.route_action = waiting and route.action
            case.route_why = waiting and "\n".join(route.steps)
            case.route_station_ids = case._route_way(route)
            case.division_id = route.division

    def _new_route(self):
        return Route(
            station=self.env["rights.station"],
            target=self.env["rights.station"],
            division=self.env["rights.division"],
            body=self.env["rights.partner.body"],
        )

    # -- the proposal ----------------------------------------------------------------------------

    def _propose_route(self):
        """The ``Route`` of one case."""
        self.ensure_one()
        case, route = self.sudo(), self._new_route()  # routing reads the whole map
        if case._route_stays(route):
            return route
        topic = case._route_topic(route)
        if not topic:
            return route
        if topic.body == "outside":
            route.body = topic.body_id
            return route.ends(
                "outside", self.env._("Belongs to %(body)s.", body=topic.body_id.display_name)
            )
        if topic.body == "unit":
            route.target = topic.station_id
        else:
            route.target = case._route_place(route)
            if route.target and topic.body == "squadron":
                route.target = case._route_squadron(route)
        return case._route_hop(route) if route.target else route

    def _route_stays(self, route):
        """TRI-16, TRI-17: what the city centre keeps."""
        if self.station_id.level != "city_center":
            return False
        if self.keep_reason_id:
            route.ends(
                "keep",
                self.env._(
                    "Special case, kept at the centre: %(reason)s (TRI-16).",
                    reason=self.keep_reason_id.name,
                ),
            )
        elif self.handling_mode == "immediate" and not self.dispatch_ids:
            route.ends("keep", self.env._("Immediate handling at the centre (TRI-17)."))
        return route.action == "keep"

    def _route_topic(self, route):
        """TRI-14: the row of the topic table; without one a person decides."""
        topic = self.env["rights.routing.topic"]._for_case(self)
        if not topic:
            route.steps.append(
                self.env._(
                    "“%(nature)s” is in no row of the topic table: decide by hand (TRI-14).",
                    nature=self.category_id.display_name or self.env._("No problem nature"),
                )
            )
            return topic
        route.division = topic.division_id
        if not route.division and self.category_id:
            route.division = self.env["rights.division"]._for_category(self.category_id)[0]
        body = dict(topic._fields["body"]._description_selection(self.env))[topic.body]
        route.steps.append(
            self.env._(
                "Topic %(topic)s: %(body)s (TRI-14).",
                topic=topic.name,
                body=body[:1].lower() + body[1:],
            )
        )
        if route.division:
            route.steps.append(
                self.env._("%(division)s answers for it.", division=route.division.name)
            )
        return topic

    def _route_place(self, route):
        """TRI-04 to TRI-06: the unit of the address that counts."""
        label, address = self._route_address()
        if not address:
            route.steps.append(self.env._("%(what)s is missing: decide by hand.", what=label))
            return self.env["rights.station"]
        route.steps.append(
            self.env._("%(what)s: %(address)s.", what=label, address=address.strip())
        )
        unit, unclear = self.env["rights.territory"]._resolve(address)
        if not unit:
            route.steps.append(self.env._("%(why)s Decide by hand (TRI-05).", why=unclear))
            return unit
        path = unit._with_above().sorted(lambda above: above.parent_path.count("/"))
        below_city = path.filtered("parent_id")
        route.steps.append(
            self.env._(
                "Lies in the area of %(units)s.", units=" → ".join(below_city.mapped("name"))
            )
        )
        return unit

    def _route_address(self):
        """(what the address is, the address) that decides on jurisdiction."""
        seller, channel = self.respondent_id, self.trade_channel
        if seller.merchant_type == "online_platform":
            channel = "platform"
        business = (self.respondent_address or seller.business_address or "").strip()
        if channel in ("own_website", "platform"):
            return self.env._("Domicile of the seller (TRI-06)"), seller.registered_address
        if channel == "on_platform" and (not business or self.address_verified == "unreachable"):
            return (
                self.env._("Domicile of the platform (TRI-06)"),
                self.platform_id.registered_address,
            )
        if channel == "on_platform":
            return self.env._("Actual place of business of the seller (TRI-06)"), business
        if business:
            return self.env._("Actual place of business (TRI-04)"), business
        return self.env._("Registered address (TRI-04)"), seller.registered_address

    def _route_squadron(self, route):
        """The one enforcement squadron of the district in which the place lies."""
        district = route.target._with_above().filtered(lambda unit: unit.level == "district_center")
        squadrons = district._with_below().filtered(
            lambda unit: unit.is_enforcement and unit.active
        )
        if len(squadrons) == 1:
            route.steps.append(
                self.env._("Enforcement squadron there: %(unit)s.", unit=squadrons.name)
            )
            return squadrons
        route.steps.append(
            self.env._(
                "%(district)s has no single enforcement squadron: decide by hand.",
                district=district.name or route.target.name,
            )
        )
        return self.env["rights.station"]

    def _route_hop(self, route):
        """The next unit on the way to the target: a matter goes down level by level (TRI-17)."""
        here, target = self.station_id, route.target
        if target == here:
            return route.ends("keep", self.env._("%(unit)s handles it.", unit=here.name))
        if not target.parent_path.startswith(here.parent_path):
            return route.ends(
                "back",
                self.env._(
                    "%(unit)s does not belong to %(here)s: return it to the sender (TRI-12).",
                    unit=target.name,
                    here=here.name,
                ),
            )
        route.station = (target._with_above() - here._with_above()).filtered(
            lambda unit: unit.parent_id == here
        )
        return route.ends("down", self.env._("Send to %(unit)s.", unit=route.station.name))

    def _route_way(self, route):
        """The units below this one on the way to the target, the target included."""
        return route.target._with_above() - self.sudo().station_id._with_above()
