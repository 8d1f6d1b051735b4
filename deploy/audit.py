"""`saishi audit verify`: asks the scoring service's own command, with the data folder's settings."""

import subprocess

from deploy.keys import make_secrets
from deploy.layout import PYTHON, ROOT, Layout
from deploy.parts import plan_of_running, service_environment
from deploy.state import running_state


def walk(layout: Layout, event: str, lang: str) -> int:
    """Print what the walk finds; 0 where every chain fits.

    Raises:
        CannotGoOn: no suite runs on this data folder.
    """
    plan = plan_of_running(layout, make_secrets(layout.secrets), running_state(layout))
    command = [str(PYTHON), "-m", "services.scoring", "audit", "--lang", lang, "--", event]
    return subprocess.run(command, env=service_environment(plan, "scoring"), cwd=ROOT, check=False).returncode
