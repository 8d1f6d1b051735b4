"""`saishi replay`: a real tournament through a running suite, and the differences to what really happened."""

import asyncio
import math
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.status import Status

from deploy.replay.access import local_door
from deploy.replay.door import Door, GaveUp, TurnedDown
from deploy.replay.hall import Played
from deploy.replay.model import Unreadable
from deploy.replay.play import Wishes, play
from deploy.replay.summary import Summary, as_json, show
from deploy.replay.tournament import load

DIFFERENT, UNREADABLE = 1, 2
MOST_COURTS = 64


class Speed(click.ParamType[float | None]):
    """`max`, or how many times faster than in a hall."""

    name = "N|max"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float | None:
        if value == "max":
            return None
        try:
            speed = float(str(value))
        except ValueError:
            speed = 0.0
        if not 0 < speed < math.inf:
            self.fail("Say max, or a number above 0 such as 60.", param, ctx)
        return speed


@click.command(help="Play a real tournament from FILE through the running suite and compare the results.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), envvar="SAISHI_DATA", help="Data folder of the suite.")
@click.option("--url", help="Address of a suite elsewhere, together with --token.")
@click.option("--token", help="Bearer token of an administrator there.")
@click.option("--contest", help="Only this contest of the file, such as MS.")
@click.option("--speed", type=Speed(), default="max", show_default=True, help="Times faster than in a hall.")
@click.option("--concurrency", type=click.IntRange(1, MOST_COURTS), default=8, show_default=True, help="Courts.")
@click.option("--check-inboxes", is_flag=True, help="Sign in as every player and look at the last result there.")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object.")
def replay(
    file: Path,
    data: Path | None,
    url: str | None,
    token: str | None,
    contest: str | None,
    speed: float | None,
    concurrency: int,
    check_inboxes: bool,
    json_wanted: bool,
) -> None:
    try:
        tournament = load(file, contest)
        door = _door(data, url, token)
        with Console(stderr=True).status("roster, event and draws") as status:
            told = partial(_told, status)
            wishes = Wishes(courts=concurrency, speed=speed, look_into_inboxes=check_inboxes, told=told)
            found = asyncio.run(play(door, tournament, wishes))
        tell(found, json_wanted=json_wanted)
        code = DIFFERENT if found.differences else 0
    except Unreadable as unreadable:
        click.echo(str(unreadable), err=True)
        code = UNREADABLE
    except (TurnedDown, GaveUp) as problem:
        click.echo(str(problem), err=True)
        code = DIFFERENT
    raise SystemExit(code)


def _door(data: Path | None, url: str | None, token: str | None) -> Door:
    if url is None and token is None:
        return local_door(data)
    if url is None or token is None:
        raise click.UsageError("--url and --token come together.")
    if not url.startswith(("http://", "https://")):
        raise click.UsageError(f"--url {url}: say the whole address, such as http://127.0.0.1:8080")
    return Door(url.rstrip("/"), token)


def _told(status: Status, played: Played, left: int) -> None:
    status.update(f"{len(played.done)} matches played, {played.marks} marks, {left} matches to call")


def tell(found: Summary, *, json_wanted: bool) -> None:
    if json_wanted:
        click.echo(as_json(found))
    else:
        show(Console(), found)
