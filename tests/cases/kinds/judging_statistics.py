"""Statistics of panels: kinds of `judging.yaml`."""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from shared.rules.exact import mean
from shared.rules.judged import orders
from shared.rules.judged.statistics.bradley_terry import log_abilities
from shared.rules.judged.statistics.flags import absolute_deviation, distances, dixon, modified_z, range_of
from shared.rules.judged.statistics.icc import Intraclass, intraclass
from shared.rules.judged.statistics.kendall import Concordance, concordance
from shared.rules.judged.statistics.severity import severity_corrected
from shared.rules.judged.statistics.spread import deviation, median
from shared.rules.judged.statistics.standard import by_judge, standardised
from shared.rules.places import levels, ranked
from tests.cases.kinds.case import Answer, Case
from tests.cases.kinds.exactly import all_as_written, as_written, decimal, exact, is_number

Table = dict[str, dict[str, Fraction]]
FORMS = {
    "1,1": "one_single",
    "1,k": "one_mean",
    "2,1": "two_single",
    "2,k": "two_mean",
    "3,1": "three_single",
    "3,k": "three_mean",
}


def table_of(columns: Mapping[str, Sequence[object]], sign: int = 1) -> Table:
    """Entry -> seat -> value from the columns of the judges."""
    rows = len(next(iter(columns.values())))
    return {str(row): {seat: sign * exact(column[row]) for seat, column in columns.items()} for row in range(rows)}


def icc_forms(found: Intraclass | None) -> dict[str, Fraction]:
    assert found
    return {form: getattr(found, name) for form, name in FORMS.items()}


def kendall_numbers(found: Concordance | None) -> dict[str, Any]:
    assert found
    chi = {"chi2": found.chi_square, "chi_square": found.chi_square, "chi2_ties": found.chi_square_ties}
    return {"w": found.w, "w_ties": found.w_ties, "df": Fraction(found.freedom), **chi}


def agreement_numbers(
    asked: Mapping[str, object], rows: Mapping[str, Sequence[object]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """`kendall_w`, `kendall_w_ties`, `icc_2_k` and so on, of rows by entry with a mark of each judge."""
    forms = icc_forms(intraclass([[exact(mark) for mark in row] for row in rows.values()]))
    table = {entry: {str(seat): exact(mark) for seat, mark in enumerate(row)} for entry, row in rows.items()}
    numbers = {f"icc_{form.replace(',', '_')}": value for form, value in forms.items()}
    numbers |= {f"kendall_{name}": value for name, value in kendall_numbers(concordance(table)).items()}
    return all_as_written(asked, numbers)


def icc(case: Case) -> Answer:
    rows = [[exact(mark) for mark in row] for row in case["rows"]]
    return all_as_written(case["icc"], icc_forms(intraclass(rows)))


def kendall_w(case: Case) -> Answer:
    """Ranks and measurements both count from the smallest; the product's places from the highest."""
    found = concordance(table_of(case.get("ranks") or case["columns"], -1))
    numbers = kendall_numbers(found)
    asked, got = all_as_written({key: case[key] for key in numbers if key in case}, numbers)
    if "rank_sums" not in case or found is None:
        return asked, got
    sums = [found.rank_sums[str(row)] for row in range(found.entries)]
    return (asked, [exact(each) for each in case["rank_sums"]]), (got, sums)


def flags(case: Case) -> Answer:
    values = {f"J{number:03}": exact(total) for number, total in enumerate(case["totals"], 1)}
    q = dixon(values)
    single = {
        "range": range_of(values),
        "mean": mean(values.values()),
        "median": median(values.values()),
        "mad": absolute_deviation(values),
        "sd": deviation(values.values()),
        "dixon_low_q": q.low if q else None,
        "dixon_high_q": q.high if q else None,
        "dixon_critical": q.critical if q else None,
    }
    lists: dict[str, list[Any]] = {
        "modified_z": list(modified_z(values).values()),
        "from_mean": list(distances(values).values()),
    }
    asked: dict[str, object] = {key: decimal(case[key]) for key in single if key in case}
    got: dict[str, object] = {key: as_written(case[key], single[key]) for key in asked}
    for key, found in lists.items():
        if key in case:
            asked[key] = [decimal(each) for each in case[key]]
            got[key] = [as_written(each, value) for each, value in zip(case[key], found, strict=True)]
    return asked, got


def by_entry(given: Mapping[str, Any]) -> Table:
    """Entry -> seat -> mark, whichever way round the case has it; lists are in the order of the entries."""
    turned = all(re.fullmatch(r"[Jj]\w*\d+", name) for name in given)
    rows = {
        name: row if isinstance(row, Mapping) else {str(number): mark for number, mark in enumerate(row, 1)}
        for name, row in given.items()
    }
    table: Table = {}
    for name, row in rows.items():
        for key, mark in row.items():
            entry, seat = (str(key), name) if turned else (name, str(key))
            if mark is not None:
                table.setdefault(entry, {})[seat] = exact(mark)
    return table


def severity(case: Case) -> Answer:
    table = by_entry(case["marks"])
    found = severity_corrected(table)
    numbers = {
        "theta": found.theta,
        "severity": found.severity,
        "raw_mean": {entry: mean(values.values()) for entry, values in table.items()},
    }
    pairs = {key: all_as_written(case[key], dict(value)) for key, value in numbers.items() if key in case}
    return {key: pair[0] for key, pair in pairs.items()}, {key: pair[1] for key, pair in pairs.items()}


def t_score(case: Case) -> Answer:
    """T or z by judge and entry, or an entry's mean of them; raw means and each judge's mean and spread beside it."""
    key = next(each for each in ("marks", "totals", "scores", "in") if each in case)
    table = by_entry(columns(case[key]))
    asked: dict[str, object] = {}
    got: dict[str, object] = {}
    for name, expected in case.items():
        if name == key or not isinstance(expected, Mapping | list):
            continue
        given = columns(expected)
        values = on_scale(name, table, case.get("least", 2))
        if all(is_number(value) for value in given.values()):
            seats = by_judge(table)
            of_judges = deviation if re.search("sd|sigma|std|dev", name) else mean
            found = {seat: of_judges(marks.values()) for seat, marks in seats.items()}
            joined = {entry: mean(marks.values()) for entry, marks in values.items() if marks}
            asked[name], got[name] = all_as_written(given, found if set(given) <= set(seats) else joined)
            continue
        written = by_written(given)
        asked[name] = {entry: {seat: decimal(mark) for seat, mark in row.items()} for entry, row in written.items()}
        got[name] = {
            entry: {seat: as_written(mark, values[entry].get(seat)) for seat, mark in row.items()}
            for entry, row in written.items()
        }
    assert asked, "the case names no score"
    return asked, got


def columns(given: Mapping[str, Any] | list[Any]) -> Mapping[str, Any]:
    """A bare list is one judge's."""
    return given if isinstance(given, Mapping) else {"J1": given}


def on_scale(name: str, table: Table, least: int) -> Table:
    if "raw" in name:
        return table
    if any(word in name for word in ("panel", "common", "mapped", "scaled")):
        return standardised(table, "panel", least)
    scaled = standardised(table, "t_score", least)
    if not name.startswith("z"):
        return scaled
    return {entry: {seat: (value - 50) / 10 for seat, value in given.items()} for entry, given in scaled.items()}


def by_written(given: Mapping[str, Any]) -> dict[str, dict[str, object]]:
    """As `by_entry`, with the numbers as they stand there."""
    turned = all(re.fullmatch(r"[Jj]\w*\d+", name) for name in given)
    table: dict[str, dict[str, object]] = {}
    for name, row in given.items():
        cells = row.items() if isinstance(row, Mapping) else enumerate(row, 1)
        for key, mark in cells:
            entry, seat = (str(key), name) if turned else (name, str(key))
            table.setdefault(entry, {})[seat] = mark
    return table


def ordinals(case: Case) -> Answer:
    """Places (or marks) of the judges joined by the sum of places, Borda's points or the majority."""
    key = next(each for each in (*MARKS, "ranks", "places", "ordinals", "in") if each in case)
    table = renamed(by_entry(case[key]), case, key)
    if key not in MARKS:
        table = {entry: {seat: -place for seat, place in given.items()} for entry, given in table.items()}
    found = {word: order(table) for word, order in ORDERS.items()}
    asked: dict[str, object] = {}
    got: dict[str, object] = {}
    for name, expected in case.items():
        word = next((each for each in ORDERS if each in name), None)
        if name == key or word is None or not isinstance(expected, Mapping | list):
            continue
        if isinstance(expected, Mapping):
            told = {entry: abs(value) if word != "borda" else value for entry, value in found[word].items()}
            asked[name], got[name] = all_as_written(expected, told)
        else:
            asked[name] = [sorted(map(str, each)) if isinstance(each, list) else [str(each)] for each in expected]
            got[name] = levels(ranked(found[word]))
    for word, entry in case.get("winner", {}).items() if isinstance(case.get("winner"), Mapping) else ():
        of = next((each for each in ORDERS if each in word), None)
        if of:
            asked[f"winner {word}"], got[f"winner {word}"] = [entry], levels(ranked(found[of]))[0]
    assert asked, "the case names no result"
    return asked, got


MARKS = ("marks", "scores", "totals")
ORDERS: dict[str, Callable[[orders.Table], dict[str, Fraction]]] = {
    "rank_sum": orders.rank_sum,
    "borda": orders.borda,
    "skating": orders.skating,
    "majority": orders.skating,
}


def renamed(table: Table, case: Case, key: str) -> Table:
    """Entries of lists by the names the case has for them: `entries`, or those of its results; else A, B, C."""
    if any(isinstance(row, Mapping) for row in case[key].values()) or set(table) <= set(case[key]):
        return table
    results = [list(each) for name, each in case.items() if name != key and isinstance(each, Mapping)]
    letters = [chr(ord("A") + number) for number in range(len(table))]
    names = case.get("entries") or next((each for each in results if len(each) == len(table)), letters)
    return {str(name): row for name, row in zip(names, table.values(), strict=True)}


def bradley_terry(case: Case) -> Answer:
    expected = case["log_ability"]
    found = log_abilities(case["wins"])
    reference = next((entry for entry, value in expected.items() if not float(value)), next(iter(found)))
    return all_as_written(
        expected, {entry: Fraction(value) - Fraction(found[reference]) for entry, value in found.items()}
    )


KINDS: dict[str, Callable[[Case], Answer]] = {
    "icc": icc,
    "kendall_w": kendall_w,
    "flags": flags,
    "severity": severity,
    "t_score": t_score,
    "ordinals": ordinals,
    "bradley_terry": bradley_terry,
}
