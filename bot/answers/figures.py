"""Filling the placeholders of sentences: figures and dates by fact id, numbers by service id, words by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Mapping

from bot.answers import i18n
from bot.knowledge import dates
from bot.knowledge.records import Evidence, Fact, Figure, Service
from bot.knowledge.services import short_name
from bot.knowledge.snapshot import Snapshot

_DAY = r"\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?"
DATE = re.compile(rf"{_DAY}(?: to {_DAY})?")  # a figure that is a date; others hold dashes too: 2023-24, 0116-255 6234
CONTACT_WORDS = {
    "phone": ("freephone", "phone", "emergency"),
    "sms": ("sms", "emergency"),
    "web": ("web", "webchat"),
    "whatsapp": ("whatsapp",),
}


@dataclass(frozen=True)
class Filler:
    """Gives values for placeholders.

    `<id>__<key>`: a figure of a fact or piece of evidence. `date__<id>`, `year__<id>`: its date. `phone__<id>`,
    `sms__<id>`, `web__<id>`, `name__<id>`: of a service. Ids stand with "_" for "-". Others come from `words`.
    """

    snapshot: Snapshot
    ids: Mapping[str, str]

    def fill(self, key: str, language: str, words: Mapping[str, str]) -> str | None:
        """The sentence `key`, filled; None where a value may not be shown or is not known."""
        values: dict[str, str] = {}
        for name in i18n.placeholders(key, language):
            value = words[name] if name in words else self.value(name, language)
            if value is None:
                return None
            values[name] = value
        return i18n.say(key, language, values)

    def value(self, name: str, language: str) -> str | None:
        """The text for placeholder `name` in `language`, or None."""
        head, _, tail = name.partition("__")
        if head in ("date", "year") and tail in self.ids:
            return self._date(self.ids[tail], language, year_only=head == "year")
        if head == "name" and tail in self.ids:
            service = self.snapshot.services.get(self.ids[tail])
            return short_name(service) if service else None
        if head in CONTACT_WORDS and tail in self.ids:
            service = self.snapshot.services.get(self.ids[tail])
            return _contact(service, CONTACT_WORDS[head]) if service else None
        return self._figure(name, language)

    def _figure(self, name: str, language: str) -> str | None:
        head, _, key = name.rpartition("__")
        record = self._record(self.ids.get(head, ""))
        if record is None or key not in record.figures:
            return None
        return figure_text(record.figures[key], language)

    def _date(self, record_id: str, language: str, *, year_only: bool) -> str | None:
        record = self._record(record_id)
        period = dates.parse(record.event_date) if record else None
        if period is None:
            return None
        return str(period.end.year) if year_only else period_text(period, language)

    def _record(self, record_id: str) -> Fact | Evidence | None:
        return self.snapshot.facts.get(record_id) or self.snapshot.evidence.get(record_id)


def make_filler(snapshot: Snapshot) -> Filler:
    """A filler over all ids of the snapshot."""
    ids = [*snapshot.facts, *snapshot.evidence, *snapshot.services]
    return Filler(snapshot, {identifier.replace("-", "_"): identifier for identifier in ids})


def figure_text(figure: Figure, language: str) -> str:
    """A number, date or phone number as it is written in `language`."""
    if isinstance(figure, str):
        period = dates.parse(figure) if DATE.fullmatch(figure) else None
        return period_text(period, language) if period else figure
    if isinstance(figure, float) and not figure.is_integer():
        return f"{figure:g}".replace(".", i18n.say("common.number.decimal", language))
    text = f"{int(figure):,}"
    return text.replace(",", i18n.say("common.number.thousand", language))


def date_text(text: str | None, language: str) -> str | None:
    """A date of the dossier in words of `language`; None where it states none."""
    period = dates.parse(text)
    return period_text(period, language) if period else None


def period_text(period: dates.Period, language: str) -> str:
    """A date or span in words of `language`."""
    start = _date_text(period.start, language)
    if period.start == period.end:
        return start
    return i18n.say("common.date.period", language, {"start": start, "end": _date_text(period.end, language)})


def _date_text(date: dates.PartialDate, language: str) -> str:
    year = str(date.year)
    if date.month is None:
        return year
    month = i18n.say(f"common.month.{_MONTHS[date.month - 1]}", language)
    if date.day is None:
        return i18n.say("common.date.month", language, {"month": month, "year": year})
    return i18n.say("common.date.day", language, {"day": str(date.day), "month": month, "year": year})


_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip


def _contact(service: Service, kinds: tuple[str, ...]) -> str | None:
    for kind in kinds:
        for contact in service.contacts:
            if contact.kind == kind:
                return contact.value
    return None
