"""`python -m services.scoring serve`, and `audit` for whoever wants every ballot's chain walked again."""

import asyncio

import click

from services.scoring.app import SERVICE
from services.scoring.judged.audit import walks_of
from shared.kit.config import load_config
from shared.kit.process import main
from shared.web.words import Words

commands = main(SERVICE)


@commands.command()
@click.argument("event")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True)
def audit(event: str, lang: str) -> None:
    """Walk the chain of ballots of every judged contest of EVENT (its id or its name), compute what was signed once
    more, and say what does not fit."""
    walks = asyncio.run(walks_of(load_config(SERVICE.name), event))
    if not walks:
        raise click.ClickException(f"No judged contest of an event {event} is known here.")
    words = Words([SERVICE.folder / "pages"])
    for walk in walks:
        click.echo(f"{walk.contest}: {walk.revisions} revisions, head {walk.head or '-'}")
        for misfit in walk.misfits:
            click.echo(f"  {words.say(misfit.sentence, lang, misfit.params)}")
    if any(walk.misfits for walk in walks):
        raise click.ClickException("What is stored does not fit.")
    click.echo("Every chain fits, and every signed result is what its ballots give.")


if __name__ == "__main__":
    commands()
