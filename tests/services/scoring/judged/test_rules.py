"""Rules of a judged contest: read by everybody, changed in a form, versions once ballots stand, files in and out."""

from decimal import Decimal
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from shared.rules.judged.contests import presets
from shared.rules.judged.files import write_rule_set
from tests.servers import Running
from tests.services.scoring.judged.set_up import Setting, new_setting


class Form(HTMLParser):
    """The rules' form as a browser would send it back untouched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self.select = self.area = ""
        self.chosen: str | None = None
        self.first: str | None = None
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "form":
            self.inside = found.get("id") == "rule-form"
        elif not self.inside:
            return
        elif tag == "input" and name and (found.get("type") != "checkbox" or "checked" in found):
            self.values.append((name, (found.get("value") or "") if found.get("type") != "checkbox" else "on"))
        elif tag == "select":
            self.select, self.chosen, self.first = name, None, None
        elif tag == "option":
            value = found.get("value") or ""
            self.first = value if self.first is None else self.first
            self.chosen = value if "selected" in found else self.chosen
        elif tag == "textarea":
            self.area = name
            self.values.append((name, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self.select:
            self.values.append((self.select, self.chosen if self.chosen is not None else self.first or ""))
            self.select = ""
        if tag == "textarea":
            self.area = ""
        if tag == "form":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.area:
            name, value = self.values[-1]
            self.values[-1] = (name, value + data)

    def with_(self, **changed: str) -> dict[str, str]:
        """The values with some typed anew: `stages__0__name` is `stages.0.name`."""
        return dict(self.values) | {name.replace("__", "."): value for name, value in changed.items()}


async def form_of(setting: Setting, lang: str = "en") -> Form:
    headers = setting.event.desk | {"Accept": "text/html", "Accept-Language": lang}
    answer = await setting.get(f"/scoring/contests/{setting.id}/rules/edit", headers)
    assert answer.status_code == 200, answer.text
    return Form(answer.text)


async def save(setting: Setting, form: dict[str, str], status: int = 200) -> Any:
    path = f"/scoring/contests/{setting.id}/rules"
    answer = await setting.scoring.http.post(path, data=form, headers=setting.event.desk | {"Accept-Language": "en"})
    assert answer.status_code == status, answer.text
    return answer.json()


async def judged_once(setting: Setting) -> str:
    """A panel that has given one ballot; returns the first stage's key."""
    rule_set = presets()[setting.told.preset]
    stage = rule_set.stages[0]
    panel = await setting.panel("王一 纪委", stages=(stage.key,))
    leaves = [(f"{each.key}.{item.key}", item) for each in stage.criteria for item in each.items] + [
        (each.key, each) for each in stage.criteria if not each.items
    ]
    performance = (await setting.performances(stage.key))[0]
    await setting.ballot(performance["id"], panel["seats"][0]["id"], {key: leaf.maximum for key, leaf in leaves})
    return stage.key


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("preset", sorted(presets()))
async def test_every_preset_goes_through_the_form_unchanged(scoring: Running, preset: str, lang: str) -> None:
    # given
    setting = await new_setting(scoring, preset, entries=1)
    # when
    form = await form_of(setting, lang)
    stored = await save(setting, form.with_())
    # then
    assert stored["version"] == 1, (await setting.rules())["rule_set"]


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_everybody_reads_the_rules_as_a_regulation(scoring: Running, lang: str) -> None:
    # given
    setting = await new_setting(scoring, "young_teacher")
    path = f"/scoring/contests/{setting.id}/rules"
    # when
    stranger = await setting.get(path, {"Accept": "text/html", "Accept-Language": lang})
    edit = await setting.get(f"{path}/edit", {"Accept": "text/html", "Accept-Language": lang})
    # then
    assert stranger.status_code == 200
    assert "<table" in stranger.text and "rules/export" in stranger.text
    assert "rules/edit" not in stranger.text
    assert edit.status_code == 303
    other = await setting.get(f"{path}/edit", scoring.as_(uuid4()))
    assert other.status_code == 403


async def test_the_form_changes_criteria_panel_trimming_and_prizes(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring, "henan_2020")
    form = await form_of(setting)
    # when
    await save(
        setting,
        form.with_(
            name="我校教学技能竞赛",
            stages__0__criteria__0__maximum="２０.5",
            stages__0__criteria__7__name="教学反思",
            stages__0__criteria__7__maximum="5",
            stages__0__panel__size="9",
            stages__0__method__kind="trim_criteria",
            stages__0__method__low="2",
            stages__0__method__high="2",
            stages__0__method__min_panel="5",
            stages__0__time__most="20:30",
            prizes__tiers__0__name="一等奖",
            prizes__tiers__0__count="2",
            prizes__tiers__0__share="",
            prizes__tiers__0__title="教学标兵",
        ),
    )
    rules = (await setting.rules())["rule_set"]
    stage = rules["stages"][0]
    # then
    assert (rules["version"], rules["name"]) == (2, "我校教学技能竞赛")
    assert stage["criteria"][0]["maximum"] == "20.5"
    assert stage["criteria"][-1]["name"] == "教学反思" and stage["criteria"][-1]["key"]
    assert [step["op"] for step in stage["steps"]][:2] == ["trim_mean", "sum_criteria"]
    assert (stage["panel"]["size"], stage["time"]["most"]) == (9, 1230)
    assert (rules["prizes"]["tiers"][0]["name"], rules["prizes"]["tiers"][0]["count"]) == ("first", 2)
    assert rules["prizes"]["titles"] == {"first": "教学标兵"} | {
        key: title for key, title in rules["prizes"]["titles"].items() if key != "first"
    }


async def test_rows_are_added_moved_and_taken_out_without_storing_anything(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring, "henan_2025")
    form = await form_of(setting)
    path = f"/scoring/contests/{setting.id}/rules/draft"
    names = [form.with_()[f"stages.0.criteria.{place}.name"] for place in range(2)]
    # when
    moved = Form(await setting.page(path, form=form.with_(act="down:stages.0.criteria.0"))).with_()
    added = Form(await setting.page(path, form=form.with_(act="add:stages.0.criteria.0.items"))).with_()
    fewer = Form(await setting.page(path, form=form.with_(act="remove:stages.1"))).with_()
    odd = await setting.page(path, form=form.with_(act="up:no.such.9999999"))
    # then
    assert [moved[f"stages.0.criteria.{place}.name"] for place in range(2)] == names[::-1]
    assert added["stages.0.criteria.0.items.0.name"] == ""
    assert "stages.1.name" not in fewer and "stages.0.name" in fewer
    assert names[0] in odd
    assert (await setting.rules())["rule_set"]["version"] == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"stages__0__criteria__0__maximum": "zwanzig"}, "zwanzig"),
        ({"stages__0__criteria__0__maximum": "1e9"}, "1e9"),
        ({"stages__0__criteria__0__maximum": "NaN"}, "NaN"),
        ({"stages__0__criteria__0__name": ""}, "missing"),
        ({"stages__0__method__kind": "steps", "stages__0__steps": "[{"}, "steps"),
        ({"stages__0__method__kind": "steps", "stages__0__steps": '[{"op":"mean"}]' * 2}, "steps"),
        ({"stages__0__method__kind": "nothing"}, "nothing"),
        ({"stages__0__name": "x" * 500}, "400"),
        ({"stages__0__time__most": "20:99"}, "20:99"),
        ({"stages__0__criteria__0__key": "no key!"}, "no key!"),
        ({"prizes__tiers__0__count": "1", "prizes__tiers__0__share": "10"}, "10"),
        ({"ties__0__key": "part:nothing"}, "part:nothing"),
    ],
)
async def test_what_cannot_be_read_is_refused_in_a_sentence_that_names_it(
    scoring: Running, typed: dict[str, str], says: str
) -> None:
    # given
    setting = await new_setting(scoring, "henan_2025", entries=1)
    form = await form_of(setting)
    # when
    answer = await save(setting, form.with_(**typed), status=422)
    # then
    assert says in answer["sentence"]
    assert (await setting.rules())["rule_set"]["version"] == 1


@pytest.mark.parametrize(
    "form",
    [
        {"stages": "1"},
        {"stages.0": "x", "stages.0.name": "y"},
        {".".join("a" * 20): "x"},
        {"stages.99999999999999999999.name": "x"},
        {"name": "a\x00b"},
        {"stages.0.topics": "x" * 10_000, "name": "y"},
        {"prizes.tiers.0.name.x": "1"},
        {"prizes": "x", "stages.0.panel": "y"},
        {"prizes.tiers.0.count": "1", "act": "add:prizes.tiers.0.name"},
        {"stages.0.criteria.0.items.0.name.0": "1", "stages.0.name": "y"},
    ],
)
async def test_no_odd_form_breaks_anything(scoring: Running, form: dict[str, str]) -> None:
    # given
    setting = await new_setting(scoring, entries=1)
    # when
    for path in ("", "/draft", "/words"):
        answer = await scoring.http.post(
            f"/scoring/contests/{setting.id}/rules{path}", data=form, headers=setting.event.desk
        )
        # then
        assert answer.status_code < 500, answer.text


async def test_two_who_change_at_once_are_told(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    first, second = await form_of(setting), await form_of(setting)
    # when
    await save(setting, first.with_(name="甲"))
    answer = await save(setting, second.with_(name="乙"), status=409)
    # then
    assert answer["code"] == "rules.changed"
    assert (await setting.rules())["rule_set"]["name"] == "甲"


async def test_once_a_ballot_stands_a_change_needs_a_reason_and_makes_a_version(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    await judged_once(setting)
    form = await form_of(setting)
    # when
    bare = await save(setting, form.with_(digits="3"), status=422)
    stored = await save(setting, form.with_(digits="3", reason="补充通知"))
    versions = (await setting.rules())["versions"]
    # then
    assert bare["code"] == "rules.reason"
    assert stored["version"] == 2
    assert [(each["version"], each["reason"], each["ballots"]) for each in versions] == [
        (2, "补充通知", 0),
        (1, "preset:henan_2025", 1),
    ]
    old = await setting.page(f"/scoring/contests/{setting.id}/rules?version=1")
    assert "no longer in force" in old


async def test_what_was_marked_neither_goes_nor_grows_nor_shrinks_under_its_marks(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    stage = await judged_once(setting)
    rule_set = (await setting.rules())["rule_set"]
    path = f"/scoring/contests/{setting.id}/rules"
    sheet = rule_set["stages"][0]["criteria"]

    async def refused(changed: list[Any]) -> str:
        stages = [{**rule_set["stages"][0], "criteria": changed}, *rule_set["stages"][1:]]
        answer = await setting.post(path, rule_set={**rule_set, "stages": stages}, reason="改")
        assert answer.status_code == 409, answer.text
        return str(answer.json()["code"])

    # then
    assert await refused(sheet[1:]) == "rules.criterion_used"
    assert await refused([*sheet, {"key": "more", "name": "加项", "maximum": "5"}]) == "rules.criterion_late"
    lower = {**sheet[0], "maximum": str(Decimal(sheet[0]["maximum"]) - 1)}
    assert await refused([lower, *sheet[1:]]) == "rules.range_used"
    gone = await setting.post(path, rule_set={**rule_set, "stages": rule_set["stages"][1:]}, reason="改")
    assert (gone.status_code, gone.json()["code"]) == (409, "rules.stage_used")
    assert stage


async def test_no_rule_changes_while_a_performance_is_open(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    form = await form_of(setting)
    async with scoring.app.state.db.tx() as tx:
        await tx.execute("update performance set status = 'open' where contest_id = $1 and order_no = 1", setting.id)
    # when
    answer = await save(setting, form.with_(digits="3"), status=409)
    # then
    assert answer["code"] == "rules.open"


async def test_a_file_goes_out_and_comes_in_and_a_broken_one_is_refused(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring, "henan_2025")
    other = await new_setting(scoring, "recitation_10")
    path = f"/scoring/contests/{other.id}/rules"
    # when
    file = await setting.get(f"/scoring/contests/{setting.id}/rules/export")
    upload = {"file": ("rules.yaml", file.content)}
    taken = await scoring.http.post(f"{path}/import", files=upload, headers=setting_headers(other))
    broken = await scoring.http.post(f"{path}/import", files={"file": ("x", b"a: [")}, headers=setting_headers(other))
    empty = await scoring.http.post(f"{path}/import", files={"file": ("x", b" ")}, headers=setting_headers(other))
    # then
    assert "attachment" in file.headers["content-disposition"]
    assert taken.status_code == 200, taken.text
    assert (await other.rules())["rule_set"]["name"] == (await setting.rules())["rule_set"]["name"]
    assert (broken.status_code, empty.status_code) == (422, 422)
    assert broken.json()["sentence"] and empty.json()["code"] == "rules.no_file"


def setting_headers(setting: Setting) -> dict[str, str]:
    return setting.event.desk


async def test_rules_are_copied_from_presets_other_contests_and_older_versions(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring, "henan_2025", entries=2)
    other = await new_setting(scoring, "henan_2020")
    path = f"/scoring/contests/{setting.id}/rules/copy"
    # when
    for source in ("preset:speech", f"contest:{other.id}", "version:1"):
        answer = await setting.post(path, source=source)
        assert answer.status_code == 200, answer.text
    # then
    rules = await setting.rules()
    assert (rules["rule_set"]["version"], rules["rule_set"]["key"]) == (4, "henan_2025")
    first = rules["rule_set"]["stages"][0]["key"]
    assert len(await setting.performances(first)) == 2
    assert sum([len(await setting.performances(stage.key)) for stage in presets()["speech"].stages]) in (0, 2)
    page = await setting.page(f"/scoring/contests/{setting.id}/rules/import")
    assert "preset:speech" in page and str(other.id) in page
    for source in ("preset:none", "version:99", "version:x", f"contest:{uuid4()}", "contest:x", ""):
        assert (await setting.post(path, source=source)).status_code in (404, 422)


async def test_words_are_said_while_typing(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    form = await form_of(setting)
    path = f"/scoring/contests/{setting.id}/rules/words"
    # when
    said = await setting.page(path, form=form.with_())
    problem = await setting.page(path, form=form.with_(digits="many"))
    # then
    assert "<li>" in said and "notice warn" not in said
    assert "notice warn" in problem and "many" in problem


@pytest.mark.parametrize(
    ("typed", "said"),
    [("二十", "“满分”无法识别：二十"), ("", "“满分”未填写")],
)
async def test_a_wrong_value_is_named_in_the_readers_language_while_typing(
    scoring: Running, typed: str, said: str
) -> None:
    setting = await new_setting(scoring, "speech")
    form = (await form_of(setting, "zh")).with_(stages__0__criteria__0__maximum=typed)
    headers = setting.event.desk | {"Accept": "text/html", "Accept-Language": "zh"}
    answer = await scoring.http.post(f"/scoring/contests/{setting.id}/rules/words", data=form, headers=headers)
    assert said in answer.text, answer.text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"stages__1__criteria__0__items__2__maximum": "ten"}, "stages.1.criteria.0.items.2.maximum"),
        ({"stages__0__criteria__0__name": ""}, "stages.0.criteria.0.name"),
        ({"stages__1__panel__size": ""}, "stages.1.panel.size"),
        ({"prizes__tiers__1__share": "x"}, "prizes.tiers.1.share"),
        ({"digits": "two"}, "digits"),
    ],
)
async def test_a_refused_value_is_told_with_the_field_it_stands_in(
    scoring: Running, changed: dict[str, str], field: str
) -> None:
    setting = await new_setting(scoring, "young_teacher")
    form = (await form_of(setting)).with_(**changed)
    headers = setting.event.desk | {"Accept": "text/html", "HX-Request": "true"}
    answer = await scoring.http.post(f"/scoring/contests/{setting.id}/rules", data=form, headers=headers)
    assert (answer.status_code, answer.headers.get("Saishi-Field")) == (422, field)
    assert f'data-field="{field}"' in answer.text


async def test_shipped_names_are_read_in_either_language_and_kept_as_they_are(scoring: Running) -> None:
    # given a contest made in Chinese from a shipped rule set
    setting = await new_setting(scoring, "young_teacher")
    chinese, english = await form_of(setting, "zh"), await form_of(setting, "en")
    assert dict(chinese.values)["stages.0.name"] == "材料评审"
    assert dict(chinese.values)["prizes.tiers.0.name"] == "一等奖"
    assert dict(english.values)["stages.0.name"] == "Review of documents"
    assert dict(english.values)["prizes.tiers.0.name"] == "First prize"
    # when somebody who works in English rewords one criterion
    await save(setting, english.with_(stages__0__criteria__0__name="Lesson plan"))
    # then that is kept as it was worded, and everything else as it was
    kept = (await setting.rules())["rule_set"]
    assert kept["stages"][0]["criteria"][0]["name"] == "Lesson plan"
    assert [each["name"] for each in kept["stages"]] == ["材料评审", "决赛"]
    assert dict((await form_of(setting, "zh")).values)["stages.0.criteria.0.name"] == "Lesson plan"


async def test_a_program_may_send_a_whole_rule_set_but_no_nonsense(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring)
    path = f"/scoring/contests/{setting.id}/rules"
    good = msgspec.to_builtins(presets()["speech"], str_keys=True)
    # when
    stored = await setting.post(path, rule_set=good)
    bad = await setting.post(path, rule_set={**good, "digits": 99})
    wild = {**good, "stages": [{**good["stages"][0], "weight": "1e999999"}]}
    # then
    assert stored.status_code == 200, stored.text
    assert bad.status_code == 422
    assert (await setting.post(path, rule_set=wild)).status_code == 422
    assert write_rule_set(presets()["speech"])


async def test_the_keyboard_stays_on_the_button_that_was_pressed(scoring: Running) -> None:
    # given
    setting = await new_setting(scoring, "henan_2025")
    form = await form_of(setting)
    path = f"/scoring/contests/{setting.id}/rules/draft"
    # when
    moved = await setting.page(path, form=form.with_(act="up:ties.1"))
    added = await setting.page(path, form=form.with_(act="add:ties"))
    # then
    assert moved.count("autofocus") == added.count("autofocus") == 1
    assert 'value="up:ties.0"' in moved.split("autofocus")[0].rsplit("<button", 1)[-1]


@pytest.mark.parametrize(
    ("lang", "said", "silent"), [("en", "Review of documents", "材料评审"), ("zh", "材料评审", "Review of")]
)
async def test_pages_say_shipped_names_in_the_readers_language(
    scoring: Running, lang: str, said: str, silent: str
) -> None:
    setting = await new_setting(scoring, "young_teacher")
    headers = setting.event.desk | {"Accept": "text/html", "Accept-Language": lang}
    first = presets()["young_teacher"].stages[0].key
    paths = [f"/scoring/contests/{setting.id}/{page}" for page in (f"stages/{first}", f"stages/{first}/order", "board")]
    for path in (*paths, f"/scoring/events/{setting.event.id}/judged"):
        answer = await setting.get(path, headers)
        assert answer.status_code == 200 and said in answer.text, path
        assert silent not in answer.text, path
