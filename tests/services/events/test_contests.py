"""Contests at the desk: presets of regulations, settings that close with the draw."""

from tests.servers import Running
from tests.services.events.desk import made, open_desk, refused


async def test_a_contest_takes_the_preset_that_was_chosen(events: Running) -> None:
    desk = await open_desk(events)
    body = {"name": "Doubles", "discipline": "doubles", "preset": "bwf_15x3", "seed_rule": "ittf"}

    contest = (await desk.look(made(await desk.post(f"/events/{desk.id}/contests", body))))["contest"]

    assert contest["regulation"]["discipline"] == "doubles"
    assert contest["regulation"]["game"] == {"target": 15, "lead": 2, "cap": 21}
    assert contest["seed_rule"] == "ittf"


async def test_without_a_choice_a_contest_is_played_by_the_first_preset(events: Running) -> None:
    desk = await open_desk(events)

    contest = (await desk.look(await desk.contest()))["contest"]

    assert (contest["regulation"]["best_of"], contest["regulation"]["game"]["target"]) == (3, 21)


async def test_a_preset_there_is_not_is_refused(events: Running) -> None:
    desk = await open_desk(events)

    answer = await desk.post(f"/events/{desk.id}/contests", {"name": "MS", "preset": "moon"})

    refused(answer, "preset.unknown")


async def test_a_program_may_send_the_regulation_whole_if_a_sport_knows_it(events: Running) -> None:
    desk = await open_desk(events)
    game = {"target": 9, "lead": 1, "cap": 9}
    sent = {"sport": "badminton", "version": 1, "discipline": "singles", "best_of": 1, "game": game}

    made(await desk.post(f"/events/{desk.id}/contests", {"name": "To nine", "regulation": sent}))

    for wrong, code in (({"sport": "moon"}, "sport.unknown"), ({"game": None}, "regulation.settings")):
        answer = await desk.post(f"/events/{desk.id}/contests", {"name": "X", "regulation": sent | wrong})
        refused(answer, code)
    refused(await desk.post(f"/events/{desk.id}/contests", {"name": "X", "kind": "moon"}), "format.sport")


async def test_two_contests_of_an_event_cannot_share_a_name(events: Running) -> None:
    desk = await open_desk(events)
    made(await desk.post(f"/events/{desk.id}/contests", {"name": "MS"}))

    refused(await desk.post(f"/events/{desk.id}/contests", {"name": "MS"}), "contest.taken", 409)


async def test_settings_seen_before_somebody_elses_change_are_refused(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    revision = (await desk.look(contest))["contest"]["revision"]
    await desk.post(f"/events/contests/{contest}", {"name": "First", "revision": revision})

    answer = await desk.post(f"/events/contests/{contest}", {"name": "Second", "revision": revision})

    refused(answer, "page.stale", 409)
    assert (await desk.look(contest))["contest"]["name"] == "First"


async def test_a_published_contest_keeps_the_regulation_it_began_with(events: Running) -> None:
    desk = await open_desk(events)
    contest, _matches = await desk.published(4)

    refused(await desk.post(f"/events/contests/{contest}", {"name": "X", "preset": "single_21"}), "draw.locked", 409)
    refused(await desk.post(f"/events/contests/{contest}/remove", {}), "draw.locked", 409)
    renamed = await desk.post(f"/events/contests/{contest}", {"name": "X"})
    assert renamed.status_code == 200
    assert (await desk.look(contest))["contest"]["name"] == "X"


async def test_a_contest_with_entries_does_not_turn_from_singles_to_doubles(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(2)

    answer = await desk.post(
        f"/events/contests/{contest}", {"name": "X", "discipline": "doubles", "preset": "bwf_21x3"}
    )

    refused(answer, "contest.discipline", 409)


async def test_another_seeding_rule_voids_the_draw(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.drawn(5)

    await desk.post(f"/events/contests/{contest}", {"name": "X", "preset": "bwf_21x3", "seed_rule": "ittf"})

    assert (await desk.look(contest))["contest"]["status"] == "open"


async def test_an_unpublished_contest_can_be_removed_with_its_entries(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.drawn(3)

    answer = await desk.post(f"/events/contests/{contest}/remove", {})

    assert answer.status_code == 200
    assert (await desk.get(f"/events/{desk.id}/desk"))["contests"] == []


async def test_the_desk_says_the_regulation_in_words(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()

    page = await desk.page(f"/events/contests/{contest}/desk")

    assert "21" in page.split("The regulation in words", 1)[1][:600]
