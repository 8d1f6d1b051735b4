"""`python -m tests.bench NAME [--json]`: starts a suite of its own, measures, checks, prints."""

import asyncio
import json
import sys
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from deploy.layout import SERVICES
from tests.bench.advancing import bench_advance
from tests.bench.marks import Load as MarksLoad
from tests.bench.marks import bench_marks
from tests.bench.results import Load as ResultsLoad
from tests.bench.results import bench_results
from tests.bench.rules import bench_rules
from tests.bench.schedule import bench_schedule
from tests.running import RunningSuite

json_option = click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object.")
services_option = click.option("--services", default=",".join(SERVICES), help="Only these services.")


@click.group()
def bench() -> None:
    """Benchmarks of the running suite."""


@bench.command()
@click.option("--matches", default=256, show_default=True, help="Matches called at once; a power of two.")
@click.option("--connections", default=64, show_default=True, help="Connections that mark.")
@click.option("--seconds", default=10.0, show_default=True)
@click.option("--rate", default=0.0, show_default=True, help="Marks a second, whatever the answers do; 0: closed loop.")
@click.option("--readers", default=200, show_default=True, help="Live streams of public pages.")
@click.option("--direct", is_flag=True, help="Marks go to the service itself, past the door.")
@json_option
@services_option
def marks(
    matches: int,
    connections: int,
    seconds: float,
    rate: float,
    readers: int,
    direct: bool,
    json_wanted: bool,
    services: str,
) -> None:
    """Marks a second, how long an acknowledgement takes, how long a screen."""
    load = MarksLoad(
        matches=matches, connections=connections, seconds=seconds, rate=rate, readers=readers, direct=direct
    )
    with RunningSuite(tuple(services.split(","))) as suite:
        found = asyncio.run(bench_marks(suite, load))
    tell(found, json_wanted)


@bench.command()
@click.option("--contests", default=40, show_default=True, help="Brackets of 32 entries.")
@click.option("--connections", default=64, show_default=True, help="Connections that type.")
@json_option
@services_option
def results(contests: int, connections: int, json_wanted: bool, services: str) -> None:
    """Typed results a second until they stand in the bracket."""
    load = ResultsLoad(contests=contests, connections=connections)
    with RunningSuite(tuple(services.split(","))) as suite:
        found = asyncio.run(bench_results(suite, load))
    tell(found, json_wanted)


@bench.command()
@json_option
def rules(json_wanted: bool) -> None:
    """A draw of 512 with units apart, and the tables of 20 groups of 6."""
    tell(bench_rules(), json_wanted)


@bench.command()
@json_option
def advance(json_wanted: bool) -> None:
    """One result taken onward in brackets of 32, 128 and 512."""
    tell(asyncio.run(bench_advance()), json_wanted)


@bench.command()
@click.option("--seconds", default=60.0, show_default=True, help="How long the search may improve its plan.")
@json_option
def schedule(seconds: float, json_wanted: bool) -> None:
    """300 matches on 8 courts in 3 days: the first plan, and how much better it gets."""
    tell(bench_schedule(seconds), json_wanted)


def tell(found: dict[str, Any], json_wanted: bool) -> None:
    if json_wanted:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        table = Table(title=found["bench"], show_header=False)
        for name, value in found.items():
            table.add_row(name, str(value))
        Console().print(table)
    sys.exit(1 if found["wrong"] else 0)


bench()
