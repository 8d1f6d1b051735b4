"""The marker of sentences meant for people. It returns the English text; pages and refusals translate it."""


def _(sentence: str) -> str:
    return sentence
