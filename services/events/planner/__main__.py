"""`python -m services.events.planner SECONDS`: a hall as JSON on standard input, what is found line by line as JSON."""

import sys

import msgspec

from services.events.planner.solve import solve
from services.events.planner.told import Found
from shared.rules.scheduling import Hall


def tell(found: Found) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    solve(msgspec.json.decode(sys.stdin.buffer.read(), type=Hall), float(sys.argv[1]), tell)
