"""Passwords: which are taken, how they are kept, how first ones are made. Hashing runs beside the event loop."""

import asyncio
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from shared.kit.http.errors import Refused
from shared.kit.words import _

SHORTEST = 10
LONGEST = 256
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without the characters that look alike on paper."""
OWN = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's parameters for argon2id."""
FIRST = PasswordHasher(time_cost=1, memory_cost=2_048, parallelism=1)
"""For first passwords: 59 random bits need no slow hash, they must be changed, and a roster has thousands of them."""
NOBODY = OWN.hash(secrets.token_urlsafe(16))
"""Verified against when there is no such account, so that the time of an answer tells nothing."""
HASHERS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
SEQUENCES = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


def check_password(password: str, staff_number: str, name: str) -> None:
    """Refuse what would be guessed first.

    Raises:
        Refused: with the one thing to do better.
    """
    bare = password.lower()
    if len(password) < SHORTEST:
        raise Refused("password.short", _("The password needs at least {count} characters."), count=SHORTEST)
    if len(password) > LONGEST:
        raise Refused("password.long", _("The password may have at most {count} characters."), count=LONGEST)
    if len(bare.replace(staff_number.lower(), "").replace(name.lower(), "")) < 6:
        raise Refused("password.personal", _("The password must not be made of your staff number or name."))
    if len(set(bare)) < 5 or any(bare in sequence or sequence[:10] in bare for sequence in SEQUENCES):
        raise Refused("password.simple", _("This password is too easy to guess. Four unrelated words make a good one."))


def first_password() -> str:
    groups = ("".join(secrets.choice(ALPHABET) for _place in range(4)) for _group in range(3))
    return "-".join(groups)


async def hashed(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(HASHERS, OWN.hash, password)


async def hashed_first(passwords: Sequence[str]) -> list[str]:
    """The hashes of many first passwords, in their order."""
    loop = asyncio.get_running_loop()
    chunks = [passwords[start : start + 50] for start in range(0, len(passwords), 50)]
    found = await asyncio.gather(*(loop.run_in_executor(HASHERS, hash_chunk, chunk) for chunk in chunks))
    return [each for chunk in found for each in chunk]


def hash_chunk(passwords: Sequence[str]) -> list[str]:
    return [FIRST.hash(password) for password in passwords]


async def matches(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; takes as long when there is none to compare with."""
    loop = asyncio.get_running_loop()
    fits = await loop.run_in_executor(HASHERS, verify, password_hash or NOBODY, password[: LONGEST + 1])
    return fits and password_hash is not None


def verify(password_hash: str, password: str) -> bool:
    try:
        return OWN.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
