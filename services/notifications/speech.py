"""Messages as sentences, in the reader's language and the hall's time. Knows no storage and no page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from services.notifications.params import (
    NAMES,
    PARAMS,
    Call,
    Draw,
    Kind,
    Meeting,
    Nomination,
    Params,
    Placing,
    Result,
    Time,
)
from services.notifications.sql.messages import Row
from shared.kit.words import _
from shared.rules.levels import NAMES as NAMES_OF
from shared.rules.plan import round_name
from shared.rules.prizes import called
from shared.web.pages import Pages
from shared.web.times import Times

RESULTS = {
    ("played", True): _("{contest}, {round}: you beat {opponent}."),
    ("played", False): _("{contest}, {round}: you lost to {opponent}."),
    ("walkover", True): _("{contest}, {round}: you won by walkover, {opponent} did not play."),
    ("walkover", False): _("{contest}, {round}: walkover, {opponent} goes through."),
    ("retired", True): _("{contest}, {round}: you won, {opponent} retired."),
    ("retired", False): _("{contest}, {round}: you retired against {opponent}."),
    ("disqualified", True): _("{contest}, {round}: you won, {opponent} was disqualified."),
    ("disqualified", False): _("{contest}, {round}: you were disqualified against {opponent}."),
}
VOID = _("{contest}, {round}: the match against {opponent} is void.")


class Shown(Struct, frozen=True):
    """A message as its reader gets it."""

    id: UUID
    kind: Kind
    params: Params
    text: str
    at: datetime
    read: bool
    corrected: bool
    withdrawn: bool
    title: str
    link: str


class Speech:
    """Says messages in one language."""

    def __init__(self, pages: Pages, timezone: ZoneInfo, lang: str) -> None:
        self.pages = pages
        self.lang = lang
        self.times = Times(timezone, lang)
        self.sayers: dict[Kind, Callable[[Any], list[str]]] = {
            "draw": self.draw,
            "time": self.time,
            "call": self.call,
            "result": self.result,
            "placing": self.placing,
            "nomination": self.nomination,
        }

    def shown(self, row: Row) -> Shown:
        params = msgspec.convert(row.params, PARAMS[row.kind])
        sentences = [*self.standing(row), *self.sayers[row.kind](params)]
        link = link_of(params)
        text = ("" if self.lang == "zh" else " ").join(sentences)
        title = f"{params.event} · {self.say(NAMES[row.kind])}"
        return Shown(row.id, row.kind, params, text, row.at, row.read, row.corrected, row.withdrawn, title, link)

    def standing(self, row: Row) -> list[str]:
        """What must be known before the text is believed."""
        if row.withdrawn:
            return [self.say(_("This no longer counts."))]
        return [self.say(_("Corrected."))] if row.corrected else []

    def draw(self, params: Draw) -> list[str]:
        if not params.first_match:
            # A ladder, or a bye in the first round of a Swiss contest.
            sentence = _("The draw of {contest} is published: you are on line {line}.")
            return [self.say(sentence, contest=params.contest, line=params.line), *self.starts(params.starts_at)]
        sentence = (
            _("The draw of {contest} is published: you are on line {line}, first in match {number}.")
            if params.opponent is None
            else _("The draw of {contest} is published: you are on line {line}, first in match {number} "
                   "against {opponent}.")
        )  # fmt: skip
        said = self.say(
            sentence,
            contest=params.contest,
            line=params.line,
            number=params.first_match,
            opponent=params.opponent,
        )
        return [said, *self.starts(params.starts_at)]

    def time(self, params: Time) -> list[str]:
        sentence = (
            _("{contest}, {round}: your match {number} is planned for {time}.")
            if params.court is None
            else _("{contest}, {round}: your match {number} is planned for {time} on {court}.")
        )
        time = self.times.when(params.starts_at)
        return [self.say(sentence, **self.meeting(params), number=params.number, time=time, court=params.court)]

    def call(self, params: Call) -> list[str]:
        sentence = (
            _("{contest}, {round}: your match {number} against {opponent} is called to {court}.")
            if params.court
            else _("{contest}, {round}: your match {number} against {opponent} is called.")
        )
        said = self.say(sentence, **self.meeting(params), number=params.number, court=params.court)
        again = [self.say(_("This is call {call}."), call=params.call)] if params.call > 1 else []
        return [said, *again, *self.starts(params.starts_at)]

    def result(self, params: Result) -> list[str]:
        if params.score is not None:
            score = f"{params.score.normalize():f}"
            return [self.say(_("{contest}, {round}: your result is {score}."), **self.meeting(params), score=score)]
        sentence = VOID if params.won is None else RESULTS.get((params.outcome, params.won), VOID)
        said = [self.say(sentence, **self.meeting(params))]
        if params.games:
            games = ", ".join(f"{own}-{other}" for own, other in params.games)
            said.append(self.say(_("Score {games}."), games=games))
        return said

    def placing(self, params: Placing) -> list[str]:
        return [*self.place(params), *self.given(self.say(called(params.prize)) if params.prize else "", params.title)]

    def nomination(self, params: Nomination) -> list[str]:
        said = {"entry": params.entry, "competition": params.competition, "level": self.say(NAMES_OF[params.level])}
        if not (params.prize or params.title):
            return [self.say(_("{entry}: {competition} ({level}) is decided; nothing was given."), **said)]
        sentence = _("{entry}: {competition} ({level}) is decided.")
        return [self.say(sentence, **said), *self.given(params.prize, params.title)]

    def given(self, prize: str, title: str) -> list[str]:
        """Prize and title, where there are any."""
        prizes = [self.say(_("Prize: {prize}."), prize=prize)] if prize else []
        return prizes + ([self.say(_("Title: {title}."), title=title)] if title else [])

    def place(self, params: Placing) -> list[str]:
        if params.first == params.last:
            return [self.say(_("{contest}: you finished {nth}."), contest=params.contest, nth=self.nth(params.first))]
        return [
            self.say(
                _("{contest}: you finished shared {first} to {last}."),
                contest=params.contest,
                first=self.nth(params.first),
                last=self.nth(params.last),
            )
        ]

    def meeting(self, params: Meeting) -> dict[str, str]:
        name, places = self.title(params)
        return {
            "contest": params.contest,
            "round": self.say(name, **places),
            "opponent": params.opponent or self.say(_("a side yet unknown")),
        }

    def title(self, params: Meeting) -> tuple[str, dict[str, object]]:
        if params.title is None:
            return round_name(params.round, params.rounds)
        return params.title.say, dict(params.title.values)

    def starts(self, moment: datetime | None) -> list[str]:
        return [self.say(_("It is planned for {time}."), time=self.times.when(moment))] if moment else []

    def nth(self, place: int) -> str:
        return str(place) if self.lang == "zh" else ordinal(place)

    def say(self, sentence: str, **places: object) -> str:
        return self.pages.say(sentence, self.lang, **places)


def link_of(params: Params) -> str:
    """Where the reader sees more of it."""
    if isinstance(params, Meeting):
        return f"/events/matches/{params.match_id}"
    if isinstance(params, Nomination):
        return f"/events/nominations/{params.nomination_id}"
    return f"/events/contests/{params.contest_id}"


def ordinal(number: int) -> str:
    """An English ordinal: 1st, 2nd, 3rd, 11th."""
    teens = number % 100 in (11, 12, 13)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
