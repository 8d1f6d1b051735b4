"""Nothing a client sends to the pages that set a contest up breaks them."""

from typing import Any
from uuid import uuid4

from tests.servers import Running
from tests.services.scoring.judged.set_up import new_setting

NASTY: tuple[Any, ...] = ("a\x00b", "x" * 10_000, 10**30, -1, None, [], {}, [None], "NaN", "1e999999", "\ud83d")
FIELDS = (
    *("name", "unit", "role", "number", "staff_number", "reason", "people", "seats", "stages", "copy_of", "what"),
    *("word", "to", "one", "other", "rows", "seat_id", "entry_id", "stand_in", "source", "file", "rule_set"),
)


async def test_no_odd_value_gives_an_error_of_ours(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring, entries=3)
    stage = (await setting.rules())["rule_set"]["stages"][0]["key"]
    panel = await setting.panel("张一 文学院\n李二 理学院 候补", stages=(stage,))
    contest = f"/scoring/contests/{setting.id}"
    lots = (await setting.post(f"{contest}/stages/{stage}/lots", what="order")).json()["id"]
    recusal = (await setting.get(f"{contest}/recusals")).json()["recusals"][0]["id"]
    performance = (await setting.performances(stage))[2]["id"]
    seat = panel["seats"][0]["id"]
    paths = (
        *(f"{contest}/{rest}" for rest in ("rules", "rules/import", "rules/copy", "rules/draft", "recusals")),
        *(f"{contest}/stages/{stage}/{rest}" for rest in ("lots", "order", "swap")),
        *(f"/scoring/panels/{panel['id']}/{rest}" for rest in ("rename", "seats", "seats/paste", "stages", "codes")),
        *(f"/scoring/panel-seats/{seat}{rest}" for rest in ("", "/remove")),
        *(f"/scoring/lots/{lots}/{rest}" for rest in ("draw", "show")),
        *(f"/scoring/recusals/{recusal}/{rest}" for rest in ("lift", "stand-in")),
        f"/scoring/performances/{performance}/later",
        f"/scoring/events/{setting.event.id}/panels",
    )
    headers = setting.event.desk | {"Content-Type": "application/json"}
    # when
    for path in paths:
        for value in NASTY:
            body = "{" + ",".join(f'"{name}":{as_json(value)}' for name in FIELDS) + "}"
            one = "{" + f'"name":"x","people":"x","reason":"x","rows":[{as_json(value)}]' + "}"
            for sent in (body, one, as_json(value)):
                answer = await scoring.http.post(path, content=sent.encode("utf-8", "surrogatepass"), headers=headers)
                # then
                assert answer.status_code < 500, (path, value, answer.text)


def as_json(value: Any) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\x00", "\\u0000") + '"'
    return str(value).replace("None", "null")


async def test_no_odd_address_gives_an_error_of_ours(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring, entries=1)
    contest = f"/scoring/contests/{setting.id}"
    stranger = f"/scoring/contests/{uuid4()}"
    # when
    for path in (
        *(f"{contest}/stages/{odd}/order" for odd in ("%00", "x" * 3000, "%F0%9F%92%A9", "none")),
        *(f"{contest}/rules?version={odd}" for odd in ("0", "-1", "99999999999", "%00", "٣", "2147483648")),
        *(f"{contest}/rules/export?version={odd}" for odd in ("0", "999999999", "x")),
        *(f"{stranger}/{rest}" for rest in ("rules", "recusals", "rules/edit", "stages/x/order")),
        f"/scoring/panels/{uuid4()}",
        f"/scoring/lots/{uuid4()}",
        "/scoring/panels/not-a-uuid",
    ):
        answer = await setting.get(path)
        # then
        assert answer.status_code in (400, 404, 414, 422), (path, answer.status_code, answer.text[:200])
