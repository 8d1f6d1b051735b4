"""Pairing codes and seat tokens: how they are made, read and hashed. Knows nothing of courts, time or storage."""

import secrets
import unicodedata
from hashlib import sha256

ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
"""Letters and digits that cannot be taken for one another by eye (0O, 1IL, 2Z, 5S, 8B, UV are left out)."""
LENGTH = 8
TOKEN_BYTES = 32


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def read_code(typed: str) -> str:
    """A code as a person may type it: any case, full-width, with blanks and dashes."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", typed).upper() if letter.isalnum())


def in_groups(code: str) -> str:
    """A code as it is read aloud: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def hashed(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
