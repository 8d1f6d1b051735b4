"""Counts and performances: kinds of `rope_skipping.yaml`."""

from collections.abc import Callable

from tests.cases.kinds.case import Answer, Case

KINDS: dict[str, Callable[[Case], Answer]] = {}
