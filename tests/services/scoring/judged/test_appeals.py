"""Appeals: by an author or an organiser, inside the window, answered once with a reason."""

from uuid import uuid4

from tests.servers import Running
from tests.services.scoring.judged.day import Day, new_day
from tests.services.scoring.judged.test_result import judged, put_up, sign


async def signed_day(scoring: Running) -> Day:
    day = await new_day(scoring)
    await judged(day, "70", "90", "80")
    draft = await put_up(day)
    await sign(day, day.chief, draft)
    await sign(day, day.supervisor, draft)
    return day


async def test_an_author_appeals_within_the_window_and_is_answered_with_a_reason(scoring: Running) -> None:
    # given
    day = await signed_day(scoring)
    author, entry, number = day.ground.author(0), str(day.ground.entries[0].id), str(uuid4())
    path = f"{day.contest}/appeals"
    # when the form is sent twice
    for _tap in range(2):
        answer = await day.post(path, author, entry_id=entry, text="The time was wrong.", id=number)
        assert answer.status_code == 201, answer.text
    again = await day.post(path, author, entry_id=entry, text="And the second judge, too.", id=number)
    assert (again.status_code, again.json()["code"]) == (409, "form.used")
    # then there is one, seen by its author and by officials, not by others
    assert len((await day.look(path, author)).json()["appeals"]) == 1
    assert len((await day.look(path, day.chief)).json()["appeals"]) == 1
    assert (await day.look(path, day.ground.author(1))).json()["appeals"] == []
    assert (await day.look(path, day.ground.stranger())).status_code == 403
    # when it is answered
    to = f"/scoring/appeals/{number}/answer"
    assert (await day.post(to, upheld=True, answer="x")).status_code == 403
    assert (await day.post(to, day.chief, upheld=True, answer=" ")).json()["code"] == "reason.missing"
    assert (await day.post(to, day.chief, upheld=True, answer="The second watch says 9:58.")).status_code == 200
    # then it stays answered
    assert (await day.post(to, day.supervisor, upheld=False, answer="no")).json()["code"] == "appeal.answered"
    (row,) = (await day.look(path, author)).json()["appeals"]
    assert (row["upheld"], row["answer"], row["answered_by"]) == (True, "The second watch says 9:58.", "Chief")


async def test_nobody_appeals_for_the_work_of_another_but_organisers_do(scoring: Running) -> None:
    day = await signed_day(scoring)
    entry = str(day.ground.entries[0].id)
    path = f"{day.contest}/appeals"
    assert (await day.post(path, day.ground.author(1), entry_id=entry, text="x")).status_code == 403
    assert (await day.post(path, {"Accept": "application/json"}, entry_id=entry, text="x")).status_code == 401
    assert (await day.post(path, entry_id=entry, text="The author came to the desk.")).status_code == 201
    assert (await day.post(path, entry_id=str(uuid4()), text="x")).status_code == 403
    assert (await day.post(path, entry_id=entry, text="  ")).json()["code"] == "appeal.empty"
    assert (await day.post(path, entry_id=entry, text="x" * 10_000)).status_code == 422


async def test_the_window_opens_with_the_reveal_and_ends(scoring: Running) -> None:
    day = await new_day(scoring)
    entry, author, path = str(day.ground.entries[0].id), day.ground.author(0), f"{day.contest}/appeals"
    assert (await day.post(path, author, entry_id=entry, text="x")).json()["code"] == "appeal.early"
    await day.performed(day.turns[0], *(("70",) * 5))
    assert (await day.post(path, author, entry_id=entry, text="x")).json()["code"] == "appeal.early"
    await day.done(day.turns[0], "reveal", to="score")
    assert (await day.post(path, author, entry_id=entry, text="x")).status_code == 201
    await day.ground.sql("update performance set revealed_at = now() - interval '3 hours' where id = $1", day.turns[0])
    assert (await day.post(path, author, entry_id=entry, text="x")).json()["code"] == "appeal.late"


async def test_nothing_is_signed_over_an_appeal_without_an_answer(scoring: Running) -> None:
    # given
    day = await new_day(scoring)
    await judged(day, "70", "90", "80")
    await day.done(day.turns[0], "reveal", to="score")
    entry, number = str(day.ground.entries[0].id), str(uuid4())
    appealed = await day.post(f"{day.contest}/appeals", day.ground.author(0), entry_id=entry, text="Why?", id=number)
    assert appealed.status_code == 201, appealed.text
    # when
    refused = await day.post(f"{day.contest}/result")
    # then
    assert (refused.status_code, refused.json()["code"]) == (409, "appeal.open")
    # when it is answered
    await day.post(f"/scoring/appeals/{number}/answer", day.chief, upheld=False, answer="The marks stand.")
    # then
    assert (await put_up(day))["version"] == 1


async def test_an_unknown_appeal_is_told_as_such(scoring: Running) -> None:
    day = await signed_day(scoring)
    answer = await day.post(f"/scoring/appeals/{uuid4()}/answer", day.chief, upheld=True, answer="x")
    assert answer.status_code == 404


async def test_the_public_ranking_leads_an_author_to_appeals(scoring: Running) -> None:
    day = await signed_day(scoring)
    path, link = f"{day.contest}/board", f"{day.contest}/appeals"
    assert link in (await day.look(path, day.ground.author(0), html=True)).text
    assert link not in (await day.look(path, day.ground.stranger(), html=True)).text
