"""Works handed in by their authors, kept in parts, and shown to judges without what would tell whose they are."""

from base64 import b64encode
from collections.abc import AsyncIterator
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import httpx
import pytest
from msgspec.structs import replace
from PIL import Image

from services.scoring.judged.sniff import MB
from services.scoring.judged.uploads import MOST_FILES
from services.scoring.sql.materials import PART, materials_of
from shared.rules.judged.contests import presets
from tests.servers import Running
from tests.services.scoring.judged.files import SECRET, all_of, docx, pdf, picture, video
from tests.services.scoring.judged.works_ground import Ground, entry, prepare

RULES = presets()["photography_exhibition"]
STAGE = RULES.stages[0].key
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
async def ground(scoring: Running) -> AsyncIterator[Ground]:
    made = await prepare(scoring, RULES, [entry("Dawn", "North"), entry("Dusk", "South", "", "West")])
    await made.seat(["East", "North"])
    await made.turns(STAGE)
    scoring.http.cookies.clear()
    yield made


def materials(ground: Ground, place: int = 0) -> str:
    return f"/scoring/contests/{ground.contest_id}/entries/{ground.entries[place].id}/materials"


async def begin(ground: Ground, data: bytes, name: str = "work.jpg", place: int = 0, **more: Any) -> httpx.Response:
    body = {"name": name, "size": len(data), **more}
    return await ground.scoring.http.post(materials(ground, place), json=body, headers=ground.author(place))


async def put(
    ground: Ground, material: str, number: int, data: bytes, place: int = 0, digest: str = ""
) -> httpx.Response:
    path = f"/scoring/materials/{material}/parts/{number}"
    return await ground.scoring.http.put(
        path, content=data, headers=ground.author(place) | ({"Content-Digest": digest} if digest else {})
    )


async def hand_in(ground: Ground, data: bytes, name: str = "work.jpg", place: int = 0, **more: Any) -> str:
    """A file handed in in parts by the entry's first author."""
    begun = await begin(ground, data, name, place, **more)
    assert begun.status_code == 201, begun.text
    material: str = begun.json()["id"]
    for number in range(begun.json()["parts"]):
        answer = await put(ground, material, number, data[number * PART : (number + 1) * PART], place)
        assert answer.status_code == 204, answer.text
    path, body = f"/scoring/materials/{material}/complete", {"sha256": sha256(data).hexdigest()}
    answer = await ground.scoring.http.post(path, json=body, headers=ground.author(place))
    assert answer.status_code == 200, answer.text
    return material


async def fetch(ground: Ground, material: str, headers: dict[str, str], form: str = "") -> httpx.Response:
    return await ground.scoring.http.get(f"/scoring/materials/{material}{form}", headers=headers)


async def test_an_author_hands_in_a_file_in_parts_and_gets_it_back_whole(ground: Ground) -> None:
    data = video(9)

    material = await hand_in(ground, data, "lesson.mp4")

    found = await fetch(ground, material, ground.author())
    assert found.content == data
    assert found.headers["content-type"] == "video/mp4"
    assert "lesson.mp4" in found.headers["content-disposition"]


async def test_an_interrupted_upload_goes_on_where_it_stopped(ground: Ground) -> None:
    data = video(9)
    begun = (await begin(ground, data, "lesson.mp4")).json()
    await put(ground, begun["id"], 0, data[:PART])

    again = (await begin(ground, data, "lesson.mp4")).json()

    assert again["id"] == begun["id"]
    assert (again["received"], again["parts"]) == ([0], 3)


async def test_a_file_is_not_complete_while_a_part_is_missing(ground: Ground) -> None:
    data = video(9)
    begun = (await begin(ground, data)).json()
    await put(ground, begun["id"], 0, data[:PART])

    answer = await ground.scoring.http.post(
        f"/scoring/materials/{begun['id']}/complete", json={}, headers=ground.author()
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "material.incomplete")


async def test_a_part_damaged_on_its_way_is_refused(ground: Ground) -> None:
    data = pdf()
    begun = (await begin(ground, data)).json()
    told = b64encode(sha256(b"something else").digest()).decode()

    answer = await put(ground, begun["id"], 0, data, digest=f"sha-256=:{told}:")
    broken = await put(ground, begun["id"], 0, data, digest="sha-256=:***:")

    assert (answer.status_code, answer.json()["code"]) == (422, "material.digest")
    assert broken.status_code == 422


@pytest.mark.parametrize("data", [HTML, SVG, b"MZ" + bytes(200), b"plain text", b"\xd0\xcf\x11\xe0" + bytes(200)])
async def test_what_is_no_document_picture_or_video_is_refused_whatever_it_is_called(
    ground: Ground, data: bytes
) -> None:
    begun = (await begin(ground, data, "picture.jpg")).json()

    answer = await put(ground, begun["id"], 0, data)

    assert (answer.status_code, answer.json()["code"]) == (422, "material.kind")


@pytest.mark.parametrize(
    "data", [b"\xff\xd8\xff" + bytes(500), b"PK\x03\x04" + bytes(500), docx(macros=True)], ids=["jpeg", "zip", "macros"]
)
async def test_what_only_begins_like_one_is_refused_when_it_is_opened(ground: Ground, data: bytes) -> None:
    begun = (await begin(ground, data)).json()
    await put(ground, begun["id"], 0, data)

    answer = await ground.scoring.http.post(
        f"/scoring/materials/{begun['id']}/complete", json={}, headers=ground.author()
    )

    assert answer.status_code == 422
    assert answer.json()["code"] in ("material.broken", "material.macros")


async def test_documents_and_pictures_have_a_smaller_limit_than_videos(ground: Ground) -> None:
    size = 21 * 1024 * 1024
    path = materials(ground)
    begun = (await ground.scoring.http.post(path, json={"name": "a", "size": size}, headers=ground.author())).json()

    document = await put(ground, begun["id"], 0, b"%PDF-" + bytes(PART - 5))
    film = await put(ground, begun["id"], 0, video(9)[:PART])
    huge = await ground.scoring.http.post(path, json={"name": "a", "size": 501 * 2**20}, headers=ground.author())

    assert document.json()["code"] == "material.size"
    assert film.status_code == 204
    assert huge.status_code == 422


async def test_an_entry_has_twenty_files_at_most(ground: Ground) -> None:
    for number in range(MOST_FILES):
        assert (await begin(ground, pdf(), f"{number}.pdf")).status_code == 201

    answer = await begin(ground, pdf(), "more.pdf")

    assert (answer.status_code, answer.json()["code"]) == (409, "material.many")


async def test_nothing_can_be_handed_in_or_taken_back_once_the_judging_began(ground: Ground) -> None:
    material = await hand_in(ground, pdf(), "plan.pdf")
    await ground.stage(STAGE, "running")

    late = await begin(ground, pdf(), "late.pdf")
    later = await begin(ground, pdf(), "final.pdf", stage=RULES.stages[-1].key)
    back = await ground.scoring.http.post(f"/scoring/materials/{material}/remove", headers=ground.author())

    assert (late.status_code, back.status_code) == (409, 409)
    assert later.status_code == 201


async def test_judges_see_a_picture_without_place_and_name_and_not_before_the_stage_runs(ground: Ground) -> None:
    material = await hand_in(ground, picture(), "Wang Fang, No. 3 Middle School.jpg")
    judge = ground.judges[0].headers
    early = await fetch(ground, material, judge)
    await ground.stage(STAGE, "running")

    found = await fetch(ground, material, judge)

    assert early.status_code == 403
    assert SECRET in (await fetch(ground, material, ground.author())).content
    image = Image.open(BytesIO(found.content))
    assert image.size == (900, 1200)
    assert not image.getexif()
    assert SECRET not in found.content
    assert found.headers["content-disposition"] == "inline; filename*=UTF-8''01-1.jpg"


async def seen_by_a_judge(ground: Ground, data: bytes, name: str) -> bytes:
    material = await hand_in(ground, data, name)
    await ground.stage(STAGE, "running")
    return (await fetch(ground, material, ground.judges[0].headers)).content


async def test_judges_see_a_video_without_its_places_and_names(ground: Ground) -> None:
    found = await seen_by_a_judge(ground, video(9), "v.mp4")

    assert SECRET not in found
    assert b"+34.7578" not in found
    assert len(found) == len(video(9))


async def test_judges_see_an_office_document_without_its_properties(ground: Ground) -> None:
    found = await seen_by_a_judge(ground, docx(), "d.docx")

    packed = ZipFile(BytesIO(found))
    assert all(SECRET not in packed.read(each) for each in packed.namelist())
    assert b"Plan" in packed.read("word/document.xml")


@pytest.mark.parametrize("packed", [True, False])
async def test_judges_see_a_pdf_without_its_properties_files_and_scripts(ground: Ground, packed: bool) -> None:
    found = all_of(await seen_by_a_judge(ground, pdf(packed=packed), "p.pdf"))

    for gone in (SECRET, SECRET.decode().encode("utf-16-be"), b"app.alert", b"/Metadata", b"/EmbeddedFile"):
        assert gone not in found
    assert b"Look here" in found


async def test_a_pdf_with_a_password_is_refused(ground: Ground) -> None:
    locked = pdf(password="x")
    begun = (await begin(ground, locked, "p.pdf")).json()
    await put(ground, begun["id"], 0, locked)

    answer = await ground.scoring.http.post(
        f"/scoring/materials/{begun['id']}/complete", json={}, headers=ground.author()
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "material.locked")


async def test_a_veiled_video_has_the_same_bytes_in_whatever_ranges_it_is_fetched(ground: Ground) -> None:
    data = video(9)
    material = await hand_in(ground, data, "v.mp4")
    await ground.stage(STAGE, "running")
    judge = ground.judges[0].headers
    whole = (await fetch(ground, material, judge)).content

    pieces = b""
    for first in range(0, len(data), 1_300_001):
        last = min(first + 1_300_000, len(data) - 1)
        answer = await fetch(ground, material, judge | {"Range": f"bytes={first}-{last}"})
        assert answer.status_code == 206
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{len(data)}"
        pieces += answer.content

    assert pieces == whole


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("bytes=0-1", 206, 0, 1),
        ("bytes=10-", 206, 10, -1),
        ("bytes=-5", 206, -5, -1),
        ("bytes=999999999-", 416, 0, 0),
        ("bytes=9-3", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        ("bytes=0-1,4-5", 200, 0, -1),
        ("lines=1-2", 200, 0, -1),
    ],
)
async def test_ranges_are_answered_as_the_standard_says(
    ground: Ground, asked: str, status: int, first: int, last: int
) -> None:
    data = pdf()
    material = await hand_in(ground, data, "p.pdf")

    answer = await fetch(ground, material, ground.author() | {"Range": asked})

    assert answer.status_code == status
    if status != 416:
        assert answer.content == data[first : last + 1 if last != -1 else None]


async def test_what_was_fetched_before_is_not_sent_again(ground: Ground) -> None:
    material = await hand_in(ground, pdf(), "p.pdf")
    tag = (await fetch(ground, material, ground.author())).headers["etag"]

    answer = await fetch(ground, material, ground.author() | {"If-None-Match": tag})

    assert (answer.status_code, answer.content) == (304, b"")


async def test_nothing_that_is_served_can_run_in_the_browser(ground: Ground) -> None:
    material = await hand_in(ground, picture(), "w.jpg")

    found = await fetch(ground, material, ground.author())

    assert found.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in found.headers["content-security-policy"]


async def test_neither_strangers_nor_visitors_nor_recused_judges_nor_those_without_a_panel_see_a_work(
    ground: Ground,
) -> None:
    material = await hand_in(ground, picture(), "w.jpg")
    await ground.stage(STAGE, "running")
    await ground.sql(
        "insert into recusal (contest_id, seat_id, entry_id, by_rule, reason, made_by, made_at) "
        "values ($1, $2, $3, true, 'North', 'rule', now())",
        ground.contest_id,
        ground.judges[1].id,
        ground.entries[0].id,
    )

    for headers in ({}, ground.stranger(), ground.author(1), ground.judges[1].headers):
        for form in ("", "/small", "/large"):
            assert (await fetch(ground, material, headers, form)).status_code == 403


async def test_a_paper_shared_out_is_seen_by_its_readers_alone(ground: Ground) -> None:
    material = await hand_in(ground, pdf(), "p.pdf")
    turns = await ground.turns(STAGE, "running")
    await ground.sql(
        "insert into assignment (performance_id, seat_id, why) values ($1, $2, 'reader')", turns[0], ground.judges[0].id
    )

    assert (await fetch(ground, material, ground.judges[0].headers)).status_code == 200
    assert (await fetch(ground, material, ground.judges[1].headers)).status_code == 403


async def test_the_organiser_keeps_a_leaking_material_from_the_judges_with_a_reason(ground: Ground) -> None:
    material = await hand_in(ground, pdf(), "p.pdf")
    await ground.stage(STAGE, "running")
    path = f"/scoring/materials/{material}/shown"

    bare = await ground.scoring.http.post(path, json={"shown": False}, headers=ground.desk)
    by_author = await ground.scoring.http.post(path, json={"shown": False, "reason": "x"}, headers=ground.author())
    done = await ground.scoring.http.post(path, json={"shown": False, "reason": "school"}, headers=ground.desk)

    assert (bare.status_code, by_author.status_code, done.status_code) == (422, 403, 200)
    assert (await fetch(ground, material, ground.judges[0].headers)).status_code == 403
    acts = await ground.sql("select act, reason from desk_act where contest_id = $1", ground.contest_id)
    assert ("material.hidden", "school") in {(act["act"], act["reason"]) for act in acts}


async def test_tablets_list_materials_by_number_and_never_by_the_name_of_the_file(ground: Ground) -> None:
    await hand_in(ground, picture(), "Wang Fang.jpg")
    await hand_in(ground, pdf(), "No. 3 Middle School.pdf")
    await hand_in(ground, pdf(), "only the final.pdf", stage=RULES.stages[-1].key)

    async with ground.scoring.app.state.db.acquire() as tx:
        listed = await materials_of(tx, ground.contest_id, STAGE)

    assert [(each.name, each.content_type) for each in listed] == [("1", "image/jpeg"), ("2", "application/pdf")]


async def test_a_small_file_comes_by_a_plain_form_without_any_script(ground: Ground) -> None:
    headers = ground.author() | {"Accept": "text/html"}

    answer = await ground.scoring.http.post(
        materials(ground), files={"file": ("dawn.jpg", picture("PNG"), "text/html")}, headers=headers
    )

    assert (answer.status_code, answer.headers["location"]) == (303, f"/scoring/contests/{ground.contest_id}/works")
    [listed] = (
        await ground.scoring.http.get(f"/scoring/contests/{ground.contest_id}/works", headers=ground.author())
    ).json()
    assert [(each["name"], each["content_type"], each["complete"]) for each in listed["files"]] == [
        ("dawn.jpg", "image/png", True)
    ]


@pytest.mark.parametrize(
    ("size", "status", "code"),
    [(20 * MB, 201, ""), (20 * MB + 1, 422, "material.size"), (27 * MB, 413, "input.too_large")],
)
async def test_a_plain_form_takes_what_the_page_promises(ground: Ground, size: int, status: int, code: str) -> None:
    data = picture()
    data += bytes(size - len(data))

    answer = await ground.scoring.http.post(
        materials(ground), files={"file": ("dawn.jpg", data, "image/jpeg")}, headers=ground.author()
    )

    assert answer.status_code == status
    assert answer.json().get("code", "") == code
    assert answer.json().get("complete", False) == (status == 201)


async def test_the_page_of_works_shows_authors_their_own_and_organisers_all(ground: Ground) -> None:
    await hand_in(ground, picture(), "dawn.jpg")
    path = f"/scoring/contests/{ground.contest_id}/works"

    own = await ground.scoring.http.get(path, headers=ground.author() | {"Accept": "text/html"})
    every = await ground.scoring.http.get(path, headers=ground.desk | {"Accept": "text/html"})
    stranger = await ground.scoring.http.get(path, headers=ground.stranger())

    assert "dawn.jpg" in own.text
    assert "Dusk" not in own.text
    assert "Dusk" in every.text
    assert stranger.status_code == 403


async def test_only_authors_and_organisers_hand_in(ground: Ground) -> None:
    body = {"name": "a.pdf", "size": 10}

    for headers, status in ((ground.stranger(), 403), (ground.author(1), 403), ({}, 401), (ground.desk, 201)):
        answer = await ground.scoring.http.post(materials(ground), json=body, headers=headers)
        assert answer.status_code == status


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "a"},
        {"name": "", "size": 4},
        {"name": "a", "size": 0},
        {"name": "a", "size": -1},
        {"name": "a", "size": 10**30},
        {"name": "a\0b", "size": "x"},
        {"name": "x" * 10_000, "size": 5},
        {"name": "a", "size": 5, "stage": "nowhere"},
        {"name": "a", "size": 5, "stage": "\0"},
        [],
    ],
)
async def test_nothing_a_client_sends_breaks_it(ground: Ground, body: Any) -> None:
    answer = await ground.scoring.http.post(materials(ground), json=body, headers=ground.author())

    assert 400 <= answer.status_code < 500


async def test_parts_that_belong_to_nothing_are_refused(ground: Ground) -> None:
    data = video(9)
    begun = (await begin(ground, data)).json()

    for number in (1, 3, 99999999999999999999):
        assert 400 <= (await put(ground, begun["id"], number, data[:PART])).status_code < 500
    assert (await put(ground, begun["id"], 0, data[:-1][:100])).status_code == 422
    assert (await put(ground, str(uuid4()), 0, data[:PART])).status_code == 404


async def test_a_deep_picture_is_refused_before_it_fills_the_memory(ground: Ground) -> None:
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    begun = (await begin(ground, out.getvalue(), "bomb.png")).json()
    await put(ground, begun["id"], 0, out.getvalue())

    answer = await ground.scoring.http.post(
        f"/scoring/materials/{begun['id']}/complete", json={}, headers=ground.author()
    )

    assert answer.json()["code"] in ("material.pixels", "material.broken")


async def test_a_withdrawn_entry_is_not_listed(ground: Ground) -> None:
    ground.entries[0] = replace(ground.entries[0], withdrawn=True)
    await ground.told("entering")

    page = await ground.scoring.http.get(f"/scoring/contests/{ground.contest_id}/works", headers=ground.desk)

    assert [each["entry"] for each in page.json()] == [str(ground.entries[1].id)]
