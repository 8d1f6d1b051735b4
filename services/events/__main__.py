"""The command line of the events service: `serve`, and `redraw` for whoever wants to see a draw come out again."""

from pathlib import Path

import click
import msgspec

from services.events.app import SERVICE
from services.events.lots import Proof, drawn_again
from shared.kit.process import main

commands = main(SERVICE)


@commands.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def redraw(file: Path) -> None:
    """Make a published draw again from the FILE its page offers, and compare."""
    proof = msgspec.json.decode(file.read_bytes(), type=Proof)
    if proof.lot is None:
        raise click.ClickException("Lots were drawn by hand: there is nothing to make again.")
    names = {entry.id: entry.name for entry in proof.entries}
    again = drawn_again(proof)
    for line, entry in enumerate(again, start=1):
        click.echo(f"{line:4} {names[entry] if entry else '-'}")
    if again != proof.lines:
        raise click.ClickException("The draw comes out differently.")
    click.echo(f"The lot {proof.lot} gives the published draw.")


if __name__ == "__main__":
    commands()
