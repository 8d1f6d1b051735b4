"""Every route of every service says who may call it."""

from importlib import import_module

import pytest
from litestar.handlers import BaseRouteHandler

from shared.kit.http.auth import same_site
from shared.kit.service import Service, build
from tests.servers import Keys, dummy_config

SERVICES = ("members", "events", "scoring", "notifications")


def handlers_of(name: str, keys: Keys) -> list[BaseRouteHandler]:
    service: Service = import_module(f"services.{name}.app").SERVICE
    app = build(service, dummy_config(name, keys))
    found: list[BaseRouteHandler] = []
    for route in app.routes:
        found += getattr(route, "route_handlers", None) or [route.route_handler]  # type: ignore[union-attr]
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_states_who_may_call_it(service: str, keys: Keys) -> None:
    unguarded = [
        f"{sorted(handler.paths)}: {handler.fn}"
        for handler in handlers_of(service, keys)
        if handler.fn.__name__ != "options_handler" and set(handler.resolve_guards()) <= {same_site}
    ]
    assert unguarded == []
