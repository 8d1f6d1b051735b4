"""Judged works and prizes: kinds of `exhibition.yaml`."""

from collections.abc import Callable

from tests.cases.kinds.case import Answer, Case

KINDS: dict[str, Callable[[Case], Answer]] = {}
