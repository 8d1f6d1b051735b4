"""`saishi up`: checks, then the suite, then one sentence if it could not be. Knows failures by name, no part."""

from collections.abc import Sequence

from deploy.embedded.caddy import CaddyFailed
from deploy.embedded.nats import NatsFailed
from deploy.embedded.postgres import PostgresFailed
from deploy.embedded.process import CannotDropRoot
from deploy.keys import make_secrets, readable_by_others
from deploy.layout import Layout
from deploy.parts import make_plan
from deploy.preflight import check_everything, lan_address, leave_as_found, prepare_folder
from deploy.state import Lock
from deploy.suite import Suite
from deploy.words import FAILED, CannotGoOn

FAILURES = (PostgresFailed, NatsFailed, CaddyFailed, CannotDropRoot)


def run(layout: Layout, port: int, services: Sequence[str], lan: bool) -> None:
    """Run the suite until it is told to stop.

    Raises:
        CannotGoOn: with the sentence that says why not; nothing is left running.
    """
    host = lan_address() if lan else None
    leave = leave_as_found(layout)
    prepare_folder(layout)
    lock = Lock(layout)
    lock.take()
    try:
        try:
            check_everything(layout, port, host or "127.0.0.1")
        except CannotGoOn:
            leave()
            raise
        secrets = make_secrets(layout.secrets)
        if opened := readable_by_others(layout.secrets):
            raise CannotGoOn(f"{opened[0]} can be read by others: make it yours alone with chmod go= {opened[0]}")
        Suite(make_plan(layout, secrets, services, port, host)).run()
    except FAILURES as error:
        raise CannotGoOn(str(error), FAILED) from None
    except OSError as error:
        raise CannotGoOn(f"Saishi could not start: {error}.", FAILED) from None
    finally:
        lock.release()
