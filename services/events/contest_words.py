"""A contest's rules in words: how one match is played, how the contest is built, how groups are ranked. Generated."""

from collections.abc import Callable

from shared.rules.formats import Format, format_file
from shared.rules.judged.contests import in_language, presets
from shared.rules.judged.regulation_words import sections
from shared.rules.model import Regulation, Words
from shared.rules.sports import sport
from shared.rules.standings.chains import table_of
from shared.rules.standings.words import in_words as table_in_words
from shared.rules.ties.words import in_words as tie_in_words


def has_table(form: Format) -> bool:
    """Whether entries of this format stand in tables of groups."""
    return "legs" in format_file(form.kind).SETTINGS


def in_words(regulation: Regulation, form: Format) -> Words:
    """All of it in order, as the notice would print it."""
    if regulation.judged is not None:
        return sport(regulation.sport).in_words(regulation)
    words = [*tie_in_words(regulation.tie)] if regulation.tie else []
    words += [*sport(regulation.sport).in_words(regulation), *format_file(form.kind).in_words(form)]
    return [*words, *table_in_words(table_of(regulation))] if has_table(form) else words


def preset_in_words(regulation: Regulation, say: Callable[[str], str]) -> Words:
    """A regulation as it is chosen; of a judged contest the rule set it would begin with, stage by stage."""
    words = sport(regulation.sport).in_words(regulation)
    rule_set = presets().get(regulation.judged or "")
    if rule_set is None:
        return words
    told = sections(in_language(rule_set, say), say)
    return words + [sentence for each in told for sentence in ((each.title, each.values), *each.words)]
