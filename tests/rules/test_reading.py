"""Papers shared out among readers: whatever papers, readers and bars there are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.rules.judged.reading import Share, TooFewReaders, shared_out
from shared.rules.judged.rule_set import Reading
from shared.rules.lot import Lot

PAPERS = st.integers(1, 24).map(lambda count: [f"p{number}" for number in range(count)])
READERS = st.integers(2, 7).map(lambda count: [f"r{number}" for number in range(count)])
BARS = st.sets(st.tuples(st.integers(0, 23), st.integers(0, 6)), max_size=12)


def bars_of(pairs: set[tuple[int, int]]) -> set[tuple[str, str]]:
    return {(f"p{paper}", f"r{reader}") for paper, reader in pairs}


def possible(papers: list[str], readers: list[str], barred: set[tuple[str, str]], each: int) -> bool:
    return all(sum((paper, reader) not in barred for reader in readers) >= each for paper in papers)


@settings(max_examples=150, deadline=None)
@given(PAPERS, READERS, BARS, st.integers(1, 3), st.integers(0, 3), st.text(max_size=8))
def test_every_paper_has_its_readers_and_nobody_reads_what_is_barred(
    papers: list[str], readers: list[str], pairs: set[tuple[int, int]], each: int, anchors: int, seed: str
) -> None:
    barred = bars_of(pairs)
    rule = Reading(readers=each, anchors=anchors)
    if not possible(papers, readers, barred, each):
        with pytest.raises(TooFewReaders):
            shared_out(papers, readers, barred, rule, Lot(seed))
        return

    shares = shared_out(papers, readers, barred, rule, Lot(seed))

    assert shares == shared_out(papers, readers, barred, rule, Lot(seed))
    assert not {(share.paper, share.reader) for share in shares} & barred
    assert len({(share.paper, share.reader) for share in shares}) == len(shares)
    common = {share.paper for share in shares if share.why == "anchor"}
    assert len(common) == min(anchors, len(papers))
    for paper in papers:
        count = sum(share.paper == paper for share in shares)
        free = sum((paper, reader) not in barred for reader in readers)
        assert count == (free if paper in common else each)


@settings(max_examples=80, deadline=None)
@given(PAPERS, READERS, st.integers(1, 2), st.text(max_size=8))
def test_loads_differ_by_one_at_most_where_nobody_is_barred(
    papers: list[str], readers: list[str], each: int, seed: str
) -> None:
    loads = loads_of(shared_out(papers, readers, set(), Reading(readers=each), Lot(seed)), readers)

    assert max(loads.values()) - min(loads.values()) <= 1


def test_loads_stay_even_where_a_reader_is_barred_from_half_of_the_papers() -> None:
    papers, readers = [f"p{number}" for number in range(20)], ["a", "b", "c", "d"]
    barred = {(f"p{number}", "a") for number in range(10)}

    loads = loads_of(shared_out(papers, readers, barred, Reading(readers=2), Lot("half")), readers)

    assert set(loads.values()) == {10}


def loads_of(shares: tuple[Share, ...], readers: list[str]) -> dict[str, int]:
    return {reader: sum(share.reader == reader for share in shares) for reader in readers}
