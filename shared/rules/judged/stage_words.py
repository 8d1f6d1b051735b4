"""What surrounds the marks of a stage in sentences: panel, time, telling, who goes on. Knows no steps."""

from shared.rules.exact import plain
from shared.rules.judged.marks import full_marks
from shared.rules.judged.rule_set import RuleSet, Stage, TimeLimit
from shared.rules.model import Words
from shared.rules.words import _

MODES = {
    "turns": _("Entries perform one after the other. Criteria: {criteria}; points in all: {maximum}."),
    "gallery": _("All entries are judged side by side. Criteria: {criteria}; points in all: {maximum}."),
    "reading": _("Papers are shared out among readers. Criteria: {criteria}; points in all: {maximum}."),
}
COMPARED = {
    "together": "",
    "apart": _("Parallel panels are ranked apart; their scores are never compared."),
    "severity": _("Parallel panels are compared only because common entries link them."),
}
REVEALED = {
    "immediate": _("A score is told as soon as it stands."),
    "after_next": _("A score is told after the next performance."),
    "batch": _("Scores are told in batches of {batch}."),
    "end": _("Scores are told at the end."),
}
BOUNDARY = {
    "admit_all": _("Equals at the line all go on."),
    "ties": _("Equals at the line are split by the tie order; those still equal all go on."),
    "none": _("Of equals at the line none goes on."),
}
GOING_ON = {
    "contest": _("The first {count} go on."),
    "panel": _("The first {count} of each panel go on."),
    "category": _("The first {count} of each category go on."),
    "both": _("The first {count} of each category of each panel go on."),
}
MINUTES = {
    "started": _("For each minute begun over that {points} points are taken off."),
    "full": _("For each full minute over that {points} points are taken off."),
}


def clock(seconds: int) -> str:
    """Minutes and seconds.

    >>> clock(1090)
    '18:10'
    """
    return f"{seconds // 60}:{seconds % 60:02}"


def stage_in_words(rule_set: RuleSet, stage: Stage) -> Words:
    """How the stage is judged, before its marks are counted."""
    said: dict[str, object] = {"criteria": len(stage.criteria), "maximum": str(plain(full_marks(stage)))}
    panel: dict[str, object] = {
        "size": stage.panel.size,
        "reserves": stage.panel.reserves,
        "least": stage.panel.least,
    }
    words: Words = [
        (MODES[stage.mode], said),
        (_("Judges: {size}, in reserve: {reserves}; ballots a result needs at least: {least}."), panel),
    ]
    if stage.compare != "together":
        words.append((COMPARED[stage.compare], {}))
    if len(rule_set.stages) > 1:
        words.append(_weight(stage))
    return [*words, *_reading(stage), *_rounds(stage)]


def _weight(stage: Stage) -> tuple[str, dict[str, object]]:
    if not stage.weight:
        return _("The score of this stage is not carried into the total."), {}
    return _("Weight of this stage's score in the total: {weight}."), {"weight": str(stage.weight)}


def _reading(stage: Stage) -> Words:
    if stage.reading is None:
        return []
    words: Words = [(_("Each paper is read by {readers}, without names."), {"readers": stage.reading.readers})]
    if stage.reading.gap is not None:
        words.append((_("One more reads it where they are {gap} points apart."), {"gap": str(stage.reading.gap)}))
    if stage.reading.anchors:
        words.append((_("{anchors} papers are read by everyone."), {"anchors": stage.reading.anchors}))
    return words


def _rounds(stage: Stage) -> Words:
    words: Words = []
    if stage.picks is not None:
        words.append((_("Works a judge may choose: {picks} at most."), {"picks": stage.picks}))
    if stage.public_votes:
        words.append((_("Works a member may vote for: {votes} at most."), {"votes": stage.public_votes}))
    if stage.topics:
        words.append((_("The topic is drawn by lot from {topics}."), {"topics": len(stage.topics)}))
    if stage.calibration:
        first = _(
            "The first {calibration} are marked together: their marks can be changed until the last of them closes."
        )
        words.append((first, {"calibration": stage.calibration}))
    words.append((REVEALED[stage.reveal], {"batch": stage.batch} if stage.reveal == "batch" else {}))
    if stage.spread.remark_range is not None:
        again = _("From a spread of {points} points on the panel is asked to mark anew.")
        words.append((again, {"points": str(stage.spread.remark_range)}))
    return words


def time_in_words(limit: TimeLimit) -> Words:
    """The time rule."""
    words: Words = []
    if limit.least is not None and limit.most is not None:
        both = _("A performance takes from {least} to {most} minutes.")
        words.append((both, {"least": clock(limit.least), "most": clock(limit.most)}))
    elif limit.most is not None:
        words.append((_("A performance takes {most} minutes at most."), {"most": clock(limit.most)}))
    elif limit.least is not None:
        words.append((_("A performance takes {least} minutes at least."), {"least": clock(limit.least)}))
    if limit.warnings:
        at = ", ".join(map(clock, limit.warnings))
        words.append((_("The timer warns at {times}."), {"times": at}))
    if limit.stop is not None:
        words.append((_("At {stop} the performance is stopped."), {"stop": clock(limit.stop)}))
    if limit.flat is not None:
        words.append((_("Outside that time {points} points are taken off."), {"points": str(limit.flat)}))
    if limit.per_minute is not None:
        words.append((MINUTES[limit.minutes], {"points": str(limit.per_minute)}))
    if limit.ceiling is not None:
        words.append((_("For time {points} points are taken off at most."), {"points": str(limit.ceiling)}))
    return words


def going_on_in_words(stage: Stage) -> Words:
    """Who goes on from the stage; nothing where it is the last."""
    if stage.advance is None:
        return []
    count: dict[str, object] = {"count": stage.advance.count}
    per: str = stage.advance.per
    if stage.compare == "apart":
        # Panels ranked apart have no common first: the number is of each.
        per = "both" if per == "category" else "panel"
    return [(GOING_ON[per], count), (BOUNDARY[stage.advance.boundary], {})]
