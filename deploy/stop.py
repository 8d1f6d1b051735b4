"""`saishi stop`: tells the supervisor, and waits until everything has ended."""

import os
import signal
import time

from deploy.layout import Layout
from deploy.state import ChildState, is_held, process_of, running_state, start_time
from deploy.words import FAILED, CannotGoOn

STOP_SECONDS = 60


def stop_suite(layout: Layout) -> None:
    """Stop the suite on this folder; returns once it is gone.

    Raises:
        CannotGoOn: none runs, or it does not stop.
    """
    state = running_state(layout)
    supervisor = ChildState(pid=state.pid, started=start_time(state.pid))
    os.kill(state.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while process_of(supervisor) or is_held(layout):
        if time.monotonic() > deadline:
            raise CannotGoOn(f"Saishi (process {state.pid}) did not stop within {STOP_SECONDS} s.", FAILED)
        time.sleep(0.05)
