"""Says days and times to people in the hall's timezone. Knows two languages and no time but what it is given."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = {"zh": "一二三四五六日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}


class Times:
    """Written by hand and not by the C library, whose month names depend on the machine."""

    def __init__(self, timezone: ZoneInfo, lang: str) -> None:
        self.timezone = timezone
        self.lang = lang

    def when(self, moment: datetime | None) -> str:
        """A day without its year, and the time."""
        if moment is None:
            return ""
        local = self.local(moment)
        if self.lang == "zh":
            return f"{local.month}月{local.day}日 {local:%H:%M}"
        return f"{local.day} {MONTHS[local.month - 1]} {local:%H:%M}"

    def clock(self, moment: datetime | None) -> str:
        """The time alone."""
        return "" if moment is None else f"{self.local(moment):%H:%M}"

    def day(self, moment: date | datetime | None) -> str:
        """A whole date with its weekday."""
        if moment is None:
            return ""
        local = self.local(moment) if isinstance(moment, datetime) else moment
        return f"{local.year}年{self.short(local)}" if self.lang == "zh" else f"{self.short(local)} {local.year}"

    def days(self, span: tuple[date, date]) -> str:
        """From one day to another; what both share is said once."""
        first, last = span
        if first == last:
            return self.day(first)
        if first.year != last.year:
            return f"{self.day(first)} – {self.day(last)}"
        if self.lang == "zh":
            return f"{self.day(first)} – {self.short(last)}"
        return f"{self.short(first)} – {self.day(last)}"

    def short(self, day: date) -> str:
        """A date without its year."""
        weekday = WEEKDAYS[self.lang][day.weekday()]
        if self.lang == "zh":
            return f"{day.month}月{day.day}日（周{weekday}）"
        return f"{weekday} {day.day} {MONTHS[day.month - 1]}"

    def local(self, moment: datetime) -> datetime:
        """A time in the configured zone. At the very edges of the calendar, where none is, the time as it stands:
        a tablet's clock may say anything, and its marks are kept with it."""
        try:
            return moment.astimezone(self.timezone)
        except OverflowError:
            return moment
