"""Numbers of cases: exact ones are compared as written, published ones to the digits they were published with."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from shared.rules.exact import digits, rounded


def decimal(value: object) -> Decimal:
    return Decimal(str(value))


def exact(value: object) -> Fraction:
    return Fraction(str(value))


def as_written(expected: object, value: Fraction | Decimal | None) -> Decimal | None:
    """The product's value with as many digits as the case has it."""
    return None if value is None else rounded(Fraction(value), digits(decimal(expected)))


def all_as_written(
    expected: Mapping[str, object], values: Mapping[str, Fraction]
) -> tuple[dict[str, Decimal], dict[str, Decimal | None]]:
    """Expected and got, of the names the case names."""
    return (
        {name: decimal(value) for name, value in expected.items()},
        {name: as_written(value, values.get(name)) for name, value in expected.items()},
    )


def is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return False
    return str(value).strip().lstrip("+-").replace(".", "", 1).isdigit()
