"""How many wrong codes may be tried: by one address and by all together. Knows no codes; forgets after the window."""

from collections import deque

BY_ADDRESS = 10
BY_ALL = 100
WINDOW_S = 60.0


class Throttle:
    """Wrong attempts within the window; a right one costs nothing."""

    def __init__(self) -> None:
        self.wrong: deque[tuple[float, str]] = deque()

    def wait_s(self, address: str, at: float) -> int:
        """Seconds until the address may try again; 0 when it may now."""
        while self.wrong and self.wrong[0][0] <= at - WINDOW_S:
            self.wrong.popleft()
        own = [tried for tried, by in self.wrong if by == address]
        if len(own) >= BY_ADDRESS:
            return int(own[0] + WINDOW_S - at) + 1
        if len(self.wrong) >= BY_ALL:
            return int(self.wrong[0][0] + WINDOW_S - at) + 1
        return 0

    def count(self, address: str, at: float) -> tuple[float, str]:
        """Enter an attempt, wrong until it is forgiven."""
        attempt = (at, address)
        self.wrong.append(attempt)
        return attempt

    def forgive(self, attempt: tuple[float, str]) -> None:
        """The attempt was right."""
        self.wrong.remove(attempt)
