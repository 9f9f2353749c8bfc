"""Dates as the dossier writes them: '2018', '2018-05', '2018-05-14', '2020-04 to 2023-03', with or without a remark."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DATE = r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?"
_FIRST = re.compile(rf"^{_DATE}(?!\d)(?:\s+to\s+{_DATE}(?!\d))?")


@dataclass(frozen=True)
class PartialDate:
    """A year, with month (1-12) and day where they are known."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class Period:
    """A span; `end` equals `start` where only one date is given."""

    start: PartialDate
    end: PartialDate


def parse(text: str | None) -> Period | None:
    """The date or period with which `text` begins, or None ('undated', null, 'about 2018')."""
    match = _FIRST.match((text or "").strip())
    if match is None:
        return None
    start = _date(*match.groups()[:3])
    end = _date(*match.groups()[3:]) if match.group(4) else start
    return Period(start, end)


def sort_key(text: str | None) -> tuple[int, int, int]:
    """Key for newest-first order by the end of the period; what has no date sorts as oldest."""
    period = parse(text)
    if period is None:
        return (0, 0, 0)
    return (period.end.year, period.end.month or 0, period.end.day or 0)


def _date(year: str, month: str | None, day: str | None) -> PartialDate:
    return PartialDate(int(year), int(month) if month else None, int(day) if day else None)
