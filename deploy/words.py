"""What ends the command: one sentence for the person who typed it, and the code the process leaves with."""

STOPPED = 0
FAILED = 1
DEGRADED = 1
NOT_RUNNING = 3
ALREADY_RUNNING = 4
REFUSED = 5


class CannotGoOn(Exception):
    """Saishi cannot do what was asked; the sentence says why and what helps."""

    def __init__(self, sentence: str, code: int = REFUSED) -> None:
        super().__init__(sentence)
        self.code = code
