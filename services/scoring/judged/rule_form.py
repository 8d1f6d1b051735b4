"""What the pages of a rule set show beside its own values: names of ways and roles, what equals can be split by."""

from typing import Any

from services.scoring.judged.drafts import Draft, rows, text
from services.scoring.judged.methods import NAMES, SMALL_PANELS
from services.scoring.judged.role_names import ROLE_NAMES
from services.scoring.judged.rule_words import told_in
from shared.kit.words import _
from shared.rules.exact import plain
from shared.rules.judged.marks import full_marks
from shared.rules.judged.regulation_words import TIES, prize_name, sections
from shared.rules.judged.rule_set import ROLES, Criterion, RuleSet, Stage
from shared.web.words import translate

Sentence = tuple[str, dict[str, object]]


def as_regulation(rule_set: RuleSet, lang: str) -> dict[str, Any]:
    """What the regulation's part of a page needs."""
    rule_set = told_in(rule_set, lang)
    return {
        "told": rule_set,
        "sections": sections(rule_set, lambda msgid: translate(msgid, lang)),
        "stages": {stage.key: stage for stage in rule_set.stages},
        "full": {stage.key: full_marks(stage) for stage in rule_set.stages},
        "bands": {stage.key: any(each.advised for each in sheet(stage)) for stage in rule_set.stages},
        "plain": plain,
    }


def sheet(stage: Stage) -> list[Criterion]:
    """Every line of a stage's table: criteria and their items."""
    return [line for each in stage.criteria for line in (each, *each.items)]


def form_words(draft: Draft, lang: str) -> dict[str, Any]:
    """What the form offers; `lang` for the names of prizes, which stand in fields."""
    return {
        "named_ways": list(NAMES.items()),
        "small_panel_words": list(SMALL_PANELS.items()),
        "roles": ROLES,
        "role_words": ROLE_NAMES,
        "tie_words": tie_choices(draft),
        "prize_shown": lambda name: prize_name(name or "", lambda msgid: translate(msgid, lang)),
    }


def tie_choices(draft: Draft) -> list[tuple[str, Sentence]]:
    """Everything equals can be split by in the rules as they are typed."""
    found: list[tuple[str, Sentence]] = [(key, (words, {})) for key, words in TIES.items()]
    for stage in rows(draft, "stages"):
        if text(stage, "key"):
            found.append((f"stage:{stage['key']}", (_("The score of “{stage}”."), {"stage": text(stage, "name")})))
    for stage in rows(draft, "stages"):
        for each in rows(stage, "criteria"):
            key = f"part:{text(each, 'key')}"
            if text(each, "key") and key not in {known for known, _words in found}:
                sentence = _("The judges' mean for “{criterion}”.")
                found.append((key, (sentence, {"criterion": text(each, "name")})))
    return found
