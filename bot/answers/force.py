"""What is published about one police force: its own evidence newest first, each statement beside what contradicts it.

The composition rules stand in the brief of `data_sharing_by_force`; this module only carries them out. It gives no
score, no order of forces and no word that reads as better or worse.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from bot.answers import i18n
from bot.answers.briefs import Brief, Point
from bot.answers.figures import Filler
from bot.knowledge.dates import sort_key
from bot.knowledge.records import Evidence, Force

SPECIAL = {
    "british-transport-police": "btp",
    "ministry-of-defence-police": "none",
    "civil-nuclear-constabulary": "none",
}
NOT_IN_SMS = ("not_established", "refused_or_no_data")


@dataclass(frozen=True)
class Said:
    """One paragraph with what it rests on; `short` is its text-message form, or None."""

    text: str
    short: str | None
    records: tuple[Evidence, ...]


def headline_applies(point: Point, force: Force) -> bool:
    """Whether a point of the brief is meant for this force.

    Points on British Transport Police or on the two forces that no count covers are told by their evidence and basis;
    the general headline of a nation is for its territorial forces.
    """
    kind = SPECIAL.get(force.id)
    about_btp = "btp-2023-dac" in point.evidence
    about_uncounted = "ministry_defence" in point.id
    if kind == "btp":
        return about_btp or not (about_uncounted or "headline" in point.id)
    if kind == "none":
        return about_uncounted or not (about_btp or "headline" in point.id)
    return not about_btp and not about_uncounted


def own_evidence(brief: Brief, force: Force, filler: Filler, language: str) -> list[Said]:
    """The force's own evidence, newest first; empty where nothing was found about it alone."""
    hidden = set(brief.composition.get("never_volunteered", ()))
    shown = (_said(item, brief, filler, language) for item in force.evidence if item.id not in hidden)
    return [said for said in shown if said is not None]


def every_force(brief: Brief, force: Force, filler: Filler, language: str) -> list[Said]:
    """What holds for every force of the force's nation, newest first, without the count that the headline gives."""
    if force.id in SPECIAL:
        return []
    listed = brief.composition["every_force"].get(force.nation, ())
    items = [filler.snapshot.evidence[identifier] for identifier in listed if identifier != "national-2023-dac"]
    items.sort(key=lambda item: sort_key(item.event_date), reverse=True)
    return [said for item in items if (said := _plain(item, filler, language)) is not None]


def _plain(item: Evidence, filler: Filler, language: str) -> Said | None:
    text = filler.fill(f"evidence.{item.id}.text", language, {})
    if text is None:
        return None
    short = None if item.finding in NOT_IN_SMS else _short(item, filler, language)
    return Said(text, short, (item,))


def _short(item: Evidence, filler: Filler, language: str) -> str | None:
    key = f"evidence.{item.id}.short"
    return filler.fill(key, language, {}) if i18n.has(key, language) else None


def _said(item: Evidence, brief: Brief, filler: Filler, language: str) -> Said | None:
    said = _plain(item, filler, language)
    pair = next((pair for pair in brief.composition.get("pairs", ()) if item.id in pair["statement"]), None)
    if said is None or pair is None:
        return said
    beside = filler.fill(f"evidence.beside.{pair['relation']}", language, {})
    if beside is None:
        return None  # a statement is never shown without the evidence against it
    short = f"{said.short} {beside}" if said.short else None
    return Said(f"{said.text} {beside}", short, (item, *_records(pair["beside"], filler)))


def _records(identifiers: Sequence[str], filler: Filler) -> list[Evidence]:
    return [filler.snapshot.evidence[identifier] for identifier in identifiers]
