"""When and where matches are played: what a hall can hold, what clashes, a first plan, what a delay shifts.

Times are whole minutes from midnight of the event's first day. Knows no solver, storage or screen.
"""

from shared.rules.scheduling.model import Away, Court, Fixture, Hall, Official, Plan, Rules, Session, Slot

__all__ = ["Away", "Court", "Fixture", "Hall", "Official", "Plan", "Rules", "Session", "Slot"]
