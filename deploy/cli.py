"""The `saishi` command: words typed by a person into calls, refusals into one sentence and an exit code."""

import json
import sys
from pathlib import Path

import click

from deploy.layout import SERVICES, Layout, default_data
from deploy.words import FAILED, CannotGoOn

DOOR = 8080


class Commands(click.Group):
    """Loads the commands that need much only when they are typed; turns refusals into a sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), "judge", "replay", "ruleset"])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name == "replay":
            from deploy.replay.command import replay

            return replay
        if cmd_name == "judge":
            from deploy.judge.command import judge

            return judge
        if cmd_name == "ruleset":
            from deploy.judge.ruleset import ruleset

            return ruleset
        return super().get_command(ctx, cmd_name)


data_option = click.option(
    "--data",
    type=click.Path(path_type=Path),
    envvar="SAISHI_DATA",
    default=default_data,
    show_default="the user's data folder",
    help="The folder that holds everything.",
)


def layout_of(data: Path) -> Layout:
    return Layout(data.expanduser().resolve())


def chosen_services(_context: click.Context, _option: click.Parameter, value: str) -> tuple[str, ...]:
    names = tuple(name for name in value.replace(" ", "").split(",") if name)
    unknown = [name for name in names if name not in SERVICES]
    if unknown or not names:
        raise click.BadParameter(f"{', '.join(unknown) or 'nothing'}: choose from {', '.join(SERVICES)}")
    return tuple(service for service in SERVICES if service in names)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def saishi() -> None:
    """Saishi runs the competitions of a staff union."""


@saishi.command()
@data_option
@click.option("--port", type=click.IntRange(1, 65535), default=DOOR, show_default=True, help="The door's port.")
@click.option("--services", default=",".join(SERVICES), callback=chosen_services, help="Only these, with commas.")
@click.option("--lan", is_flag=True, help="Serve the hall: HTTPS on this machine's network address.")
def up(data: Path, port: int, services: tuple[str, ...], lan: bool) -> None:
    """Start the whole suite and keep it running until Ctrl-C."""
    from deploy.run import run

    run(layout_of(data), port, services, lan)


@saishi.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def status(data: Path, as_json: bool) -> None:
    """Tell what runs and how it feels."""
    from deploy.status import look, show

    found = look(layout_of(data))
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else show(found))
    sys.exit(0 if found["ready"] else 1)


@saishi.command()
@data_option
def stop(data: Path) -> None:
    """Stop the suite that runs with this data folder."""
    from deploy.stop import stop_suite

    stop_suite(layout_of(data))
    click.echo("stopped")


@saishi.command()
@data_option
@click.argument("names", nargs=-1)
@click.option(
    "-n", "--lines", type=click.IntRange(min=1), default=40, show_default=True, help="How many lines of each."
)
@click.option("-f", "--follow", is_flag=True, help="Go on printing what comes.")
def logs(data: Path, names: tuple[str, ...], lines: int, follow: bool) -> None:
    """Print what the parts said; NAMES picks some of them."""
    from deploy.logs import follow_logs, print_logs

    files = print_logs(layout_of(data), names, lines)
    if follow:
        follow_logs(files)


@saishi.command()
@data_option
def token(data: Path) -> None:
    """Print a bearer token of the administrator, good for twelve hours, for scripts."""
    from deploy.replay.access import administrator_token

    click.echo(administrator_token(layout_of(data)))


@saishi.group()
def audit() -> None:
    """Look whether what was marked is still what was handed in."""


@audit.command()
@click.argument("event")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@data_option
def verify(event: str, lang: str, data: Path) -> None:
    """Walk the chain of every ballot of EVENT (its name or id) and say what does not fit; exit code 1 if anything."""
    from deploy.audit import walk

    sys.exit(walk(layout_of(data), event, lang))


@saishi.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--url", required=True, help="The address people will type, such as https://saishi.example.org")
@click.option("--cluster", is_flag=True, help="Three NATS servers that agree, as in Kubernetes.")
def render(folder: Path, url: str, cluster: bool) -> None:
    """Write keys, passwords and configuration for containers into FOLDER; see deploy/README.md."""
    from deploy.containers import render as render_files

    render_files(folder.resolve(), url, cluster=cluster)


@saishi.command("set-up")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def set_up(folder: Path) -> None:
    """Make databases and streams on running servers with the keys in FOLDER; the set-up job of containers."""
    from deploy.containers import set_up_servers

    set_up_servers(folder)


@saishi.command("bus-users")
@data_option
def bus_users(data: Path) -> None:
    """Print the users and rights for the nats.conf of a NATS of your own (SAISHI_NATS_URL)."""
    from deploy.embedded.nats import authorization_of
    from deploy.keys import make_secrets

    layout = layout_of(data)
    click.echo(json.dumps({"authorization": authorization_of(make_secrets(layout.secrets).seeds)}, indent=2))


@saishi.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_option
def backup(file: Path, data: Path) -> None:
    """Write all databases and the signing key into FILE; the suite may run meanwhile."""
    from deploy.backup import back_up

    click.echo(back_up(layout_of(data), file))


@saishi.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@data_option
def restore(file: Path, data: Path) -> None:
    """Make the data folder anew from FILE; the folder must be empty or missing."""
    from deploy.restore import restore as restore_from

    click.echo(restore_from(layout_of(data), file))


def main() -> None:
    from deploy.embedded.postgres import PostgresFailed
    from deploy.progress import complain

    try:
        saishi(prog_name="saishi")
    except CannotGoOn as refusal:
        complain(str(refusal))
        sys.exit(refusal.code)
    except PostgresFailed as error:
        complain(str(error))
        sys.exit(FAILED)
