"""How a replay comes to a door and a token: from a suite on this machine, or as the person says."""

import ssl
import subprocess
from pathlib import Path

from deploy.embedded.caddy import certificate
from deploy.keys import make_secrets
from deploy.layout import PYTHON, ROOT, Layout, default_data
from deploy.parts import plan_of_running, service_environment
from deploy.replay.door import Door
from deploy.state import running_state
from deploy.words import FAILED, CannotGoOn


def local_door(data: Path | None) -> Door:
    """The door of the suite that runs on this data folder, with a token of its administrator.

    Raises:
        CannotGoOn: none runs there, or it gives no token.
    """
    layout = Layout((data or default_data()).expanduser().absolute())
    state = running_state(layout)
    return Door(state.url, administrator_token(layout), trust(layout, state.url))


def trust(layout: Layout, url: str) -> ssl.SSLContext | None:
    """The hall's HTTPS is signed by the suite's own authority, which no machine knows beforehand."""
    if not url.startswith("https:"):
        return None
    return ssl.create_default_context(cafile=certificate(layout.caddy))


def administrator_token(layout: Layout) -> str:
    """Made by the members service's own command: who may read the data folder is the administrator."""
    state = running_state(layout)
    plan = plan_of_running(layout, make_secrets(layout.secrets), state)
    made = subprocess.run(
        [PYTHON, "-m", "services.members", "token"],
        env=service_environment(plan, "members"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise CannotGoOn(f"No administrator token could be made: {made.stderr.strip()[-300:]}", FAILED)
    return made.stdout.strip().splitlines()[-1]
