"""The benches' own checks, with a small load: acknowledged = stored = relayed = shown. No figure is looked at."""

from tests.bench import marks, results
from tests.running import RunningSuite


async def test_marks_reach_every_screen_once_and_in_order(suite: RunningSuite) -> None:
    load = marks.Load(matches=8, connections=4, seconds=2.0, rate=60.0, readers=16)

    found = await marks.bench_marks(suite, load)

    assert found["check"] == "acknowledged = stored = relayed = shown"
    assert (found["wrong"], found["marks"]) == (0, 120)
    assert found["frames"] >= 16


async def test_typed_results_fill_brackets_to_the_champion(suite: RunningSuite) -> None:
    found = await results.bench_results(suite, results.Load(contests=2, connections=8))

    assert found["check"] == "acknowledged = decided, every contest has its champion"
    assert found["results"] == 62
