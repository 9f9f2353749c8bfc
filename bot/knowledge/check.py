"""Judging the dossier: every fault says file, entry, what is wrong and how to mend it.

The rules are those of the design's knowledge contract: nothing without a source, no broken reference, no number that
does not parse, no place without a force, nothing withheld shown.
"""

from __future__ import annotations

import datetime
import re
from typing import Iterable, Iterator

import phonenumbers

from bot.errors import Fault
from bot.knowledge.dossier import Dossier, Entry, Located
from bot.knowledge.records import NATIONS, OPEN_TO_ALL

STATUSES = ("current", "historical", "superseded", "unclear")
CONFIDENCES = ("high", "medium", "low")
FINDINGS = (
    "shares",
    "shares_in_some_cases",
    "says_does_not_share",
    "has_policy",
    "pledge",
    "no_policy",
    "refused_or_no_data",
    "not_established",
)
SCOPES = ("every_force", "national_picture")
CONTACT_KINDS = (
    "emergency",
    "freephone",
    "phone",
    "sms",
    "textphone",
    "whatsapp",
    "webchat",
    "web",
    "email",
    "video_relay",
)
WARNINGS = ("government_contract",)
DIALLED = ("freephone", "phone", "whatsapp")
LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Z][a-z]{3})?$")
DATE = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b")
RELAY = re.compile(r"^1800[01]\b")  # Relay UK: 18001 stands before the number that is called
SHORT_CODE = re.compile(r"^[0-9]{3,6}$")


def check(dossier: Dossier, topics: Iterable[str]) -> list[Fault]:
    """All faults of a dossier that could be read; an empty list means that it may be loaded.

    topics: the ids of `data/topics.yml`, which `for_topics` may name.
    """
    topic_ids = frozenset(topics)
    faults: list[Fault] = []
    faults += _duplicates("fact or evidence", [*dossier.facts, *_evidence(dossier), *dossier.national_evidence], "id")
    for name, entries, key in (
        ("force", dossier.forces, "id"),
        ("service", dossier.services, "id"),
        ("local authority", dossier.local_authorities, "code"),
        ("outcode", dossier.outcodes, "outcode"),
    ):
        faults += _duplicates(name, entries, key)
    for located in dossier.facts:
        faults += _fact(located, topic_ids)
    for located in dossier.forces:
        faults += _force(located)
    for located in _evidence(dossier):
        faults += _evidence_item(located)
    for located in dossier.national_evidence:
        faults += [*_evidence_item(located), *_one_of(located, "scope", SCOPES), *_nations(located, "nations")]
    for located in dossier.services:
        faults += _service(located)
    faults += _withheld(dossier)
    faults += _places(dossier)
    if not _is_day(dossier.freshness.get("checked_on")):
        problem = "does not say when the dossier was checked."
        faults.append(Fault("dossier.yml", "checked_on", problem, "Write checked_on: 'YYYY-MM-DD'."))
    return faults


def stale(dossier: Dossier, days: int, today: datetime.date) -> list[Fault]:
    """Entries whose last check is more than `days` days before `today`, each with its source to open."""
    default = str(dossier.freshness.get("checked_on"))
    faults = []
    for located in [*dossier.facts, *_evidence(dossier), *dossier.national_evidence, *dossier.services]:
        checked = datetime.date.fromisoformat(str(located.entry.get("checked_on", default)))
        if (today - checked).days > days:
            source = located.entry.get("source") or {}
            where = source.get("url") or source.get("title")
            faults.append(
                Fault(located.file, located.entry["id"], f"was last checked on {checked}.", f"Re-check it at {where}")
            )
    return faults


def _evidence(dossier: Dossier) -> list[Located]:
    return [Located(located.file, item) for located in dossier.forces for item in located.entry.get("evidence") or []]


def _name(entry: Entry) -> str:
    return str(entry.get("id") or entry.get("code") or entry.get("outcode") or entry.get("name") or "entry without id")


def _duplicates(what: str, entries: list[Located], key: str) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for located in entries:
        value = located.entry.get(key)
        if not value:
            yield Fault(located.file, "entry", f"a {what} has no '{key}'.", f"Give it a '{key}'.")
        elif value in seen:
            problem = f"this {what} stands in {seen[value]} already."
            yield Fault(located.file, str(value), problem, "Merge the two or give one another id.")
        else:
            seen[value] = located.file


def _one_of(located: Located, key: str, allowed: Iterable[str]) -> Iterator[Fault]:
    value = located.entry.get(key)
    if value not in tuple(allowed):
        yield Fault(located.file, _name(located.entry), f"'{key}' is '{value}'.", f"Use one of: {', '.join(allowed)}.")


def _filled(located: Located, keys: Iterable[str]) -> Iterator[Fault]:
    for key in keys:
        if not str(located.entry.get(key) or "").strip():
            yield Fault(located.file, _name(located.entry), f"'{key}' is missing.", f"Add '{key}'.")


def _nations(located: Located, key: str, *others: str) -> Iterator[Fault]:
    values = located.entry.get(key)
    allowed = (*NATIONS, *others)
    if not isinstance(values, list) or not values:
        yield Fault(located.file, _name(located.entry), f"'{key}' is empty.", f"List one of: {', '.join(allowed)}.")
        return
    for value in values:
        if value not in allowed:
            yield Fault(
                located.file, _name(located.entry), f"'{key}' has '{value}'.", f"Use one of: {', '.join(allowed)}."
            )


def _source(located: Located) -> Iterator[Fault]:
    source = located.entry.get("source")
    if not isinstance(source, dict) or not source.get("title"):
        yield Fault(located.file, _name(located.entry), "has no source.", "Add 'source' with title, url and page_date.")
        return
    for one in [source, *(located.entry.get("extra_sources") or [])]:
        if not one.get("title"):
            yield Fault(located.file, _name(located.entry), "a further source has no title.", "Add its 'title'.")
        url = one.get("url")
        if url is not None and not str(url).startswith(("http://", "https://")):
            problem = f"the source address '{url}' is no web address."
            yield Fault(located.file, _name(located.entry), problem, "Begin it with https:// or write null.")


def _dates(located: Located, key: str) -> Iterator[Fault]:
    """The entry's own date and the day of its last check, where they are given."""
    entry = located.entry
    if not all(_is_month_or_day(*parts) for parts in DATE.findall(str(entry.get(key) or ""))):
        yield Fault(
            located.file, _name(entry), f"'{key}' has no such month or day.", "Write YYYY, YYYY-MM or YYYY-MM-DD."
        )
    if "checked_on" in entry and not _is_day(entry["checked_on"]):
        yield Fault(located.file, _name(entry), "'checked_on' is no date.", "Write it as 'YYYY-MM-DD'.")


def _is_month_or_day(year: str, month: str, day: str) -> bool:
    financial_year = not day and int(month) == (int(year) + 1) % 100  # "2025-26"
    return financial_year or _is_day(f"{year}-{month}-{day or '01'}")


def _is_day(value: object) -> bool:
    try:
        datetime.date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


def _fact(located: Located, topics: frozenset[str]) -> Iterator[Fault]:
    entry = located.entry
    yield from _filled(located, ("topic", "claim", "event_date"))
    yield from _one_of(located, "status", STATUSES)
    yield from _one_of(located, "confidence", CONFIDENCES)
    yield from _nations(located, "jurisdiction", "UK")
    yield from _source(located)
    yield from _dates(located, "event_date")
    for topic in entry.get("for_topics") or []:
        if topic not in topics:
            problem = f"'for_topics' names '{topic}', which is no topic."
            yield Fault(located.file, _name(entry), problem, "Use an id of data/topics.yml.")
    for key, value in (entry.get("figures") or {}).items():
        if not isinstance(value, (int, float, str, bool)):
            problem = f"the figure '{key}' is neither number nor text."
            yield Fault(located.file, _name(entry), problem, "Write one value, dates in quotes.")


def _force(located: Located) -> Iterator[Fault]:
    yield from _filled(located, ("name", "nation", "website"))
    yield from _one_of(located, "nation", (*NATIONS, "UK-wide"))
    if not isinstance(located.entry.get("evidence"), list):
        yield Fault(
            located.file, _name(located.entry), "'evidence' is missing.", "Write 'evidence: []' if nothing is known."
        )


def _evidence_item(located: Located) -> Iterator[Fault]:
    yield from _filled(located, ("kind", "summary"))
    yield from _one_of(located, "finding", FINDINGS)
    yield from _one_of(located, "confidence", CONFIDENCES)
    yield from _source(located)
    yield from _dates(located, "date")


def _service(located: Located) -> Iterator[Fault]:
    entry = located.entry
    yield from _filled(located, ("name", "summary"))
    yield from _one_of(located, "confidence", CONFIDENCES)
    yield from _nations(located, "nations")
    yield from _source(located)
    yield from _dates(located, "date")
    if not isinstance(entry.get("services"), list) or not entry["services"]:
        yield Fault(
            located.file, _name(entry), "'services' is empty.", "List what it helps with, for example helpline."
        )
    if not isinstance(entry.get("by_and_for"), bool):
        problem = "does not say who it is for."
        yield Fault(located.file, _name(entry), problem, "Write 'by_and_for: true' or 'by_and_for: false'.")
    if entry.get("open_to") is not None:
        yield from _one_of(located, "open_to", (OPEN_TO_ALL,))
    if entry.get("warning") is not None:
        yield from _one_of(located, "warning", WARNINGS)
    for language in entry.get("languages") or []:
        if not LANGUAGE.match(str(language)):
            problem = f"'{language}' is no language code."
            yield Fault(located.file, _name(entry), problem, "Use ISO 639 letters, for example 'es' or 'prs'.")
    for contact in entry.get("contacts") or []:
        yield from _contact(located, contact)


def _contact(located: Located, contact: Entry) -> Iterator[Fault]:
    kind, value = contact.get("kind"), str(contact.get("value") or "")
    name = _name(located.entry)
    if kind not in CONTACT_KINDS:
        yield Fault(located.file, name, f"contact kind '{kind}'.", f"Use one of: {', '.join(CONTACT_KINDS)}.")
    elif kind in DIALLED:
        for number in (value, str(contact.get("national_form") or value)):
            if not _dialable(number):
                problem = f"the number '{number}' does not parse."
                yield Fault(located.file, name, problem, "Write it as it is dialled in the UK.")
                break
    elif kind == "textphone" and not (RELAY.match(value) or _dialable(value)):
        yield Fault(located.file, name, f"the textphone '{value}' does not parse.", "Begin it with 18000 or 18001.")
    elif kind == "web" and not value.startswith(("http://", "https://")):
        yield Fault(located.file, name, f"the address '{value}' is no web address.", "Begin it with https://.")


def _dialable(value: str) -> bool:
    compact = value.replace(" ", "")
    if SHORT_CODE.match(compact):
        return True
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(value, "GB")))
    except phonenumbers.NumberParseException:
        return False


def _digits(value: object) -> str:
    digits = re.sub(r"[^0-9]", "", str(value).replace("(0)", ""))
    return "0" + digits[2:] if digits.startswith("44") else digits


def _withheld(dossier: Dossier) -> Iterator[Fault]:
    numbers = {_digits(item.entry["value"]) for item in dossier.withheld if _digits(item.entry["value"])}
    addresses = [str(item.entry["value"]) for item in dossier.withheld if not _digits(item.entry["value"])]
    for located in dossier.services:
        for contact in located.entry.get("contacts") or []:
            shown = [str(contact[form]) for form in ("value", "national_form") if contact.get(form)]
            for value in shown:
                if _digits(value) in numbers or any(address in value for address in addresses):
                    problem = f"shows the withheld {'number' if _digits(value) else 'address'} '{value}'."
                    yield Fault(located.file, _name(located.entry), problem, "Remove it; withheld.yml says why.")
                    break
    for located in dossier.facts:
        for key, value in (located.entry.get("figures") or {}).items():
            if _digits(value) in numbers:
                problem = f"the figure '{key}' shows a withheld number."
                yield Fault(located.file, _name(located.entry), problem, "Remove it; withheld.yml says why.")


def _places(dossier: Dossier) -> Iterator[Fault]:
    forces = {located.entry.get("id") for located in dossier.forces}
    authorities = {located.entry.get("code"): located.entry for located in dossier.local_authorities}
    for located in [*dossier.local_authorities, *dossier.towns]:
        force = located.entry.get("force_id")
        if force not in forces:
            problem = f"the force '{force}' is not in forces.yml."
            yield Fault(located.file, _name(located.entry), problem, "Use the id of a force.")
    for located in dossier.towns:
        population = str(located.entry.get("population_if_known") or "0")
        if not population.isdecimal():
            problem = f"the population '{population}' is no number."
            yield Fault(located.file, _name(located.entry), problem, "Write whole people, or leave it empty.")
        code = located.entry.get("local_authority_code")
        if code not in authorities:
            problem = f"the local authority '{code}' is not in local_authorities.csv."
            yield Fault(located.file, _name(located.entry), problem, "Use a code of that file.")
    for located in dossier.outcodes:
        for force in str(located.entry.get("force_ids")).split(";"):
            if force not in forces:
                problem = f"the force '{force}' is not in forces.yml."
                yield Fault(located.file, _name(located.entry), problem, "Use the id of a force.")
        for code in str(located.entry.get("local_authority_codes")).split(";"):
            if code not in authorities:
                problem = f"the local authority '{code}' is not in local_authorities.csv."
                yield Fault(located.file, _name(located.entry), problem, "Use a code of that file.")
