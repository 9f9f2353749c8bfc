"""No fact of the dossier is forgotten: the answers that it is meant for use it, or a reason says why not."""

from __future__ import annotations

from bot import yaml_files
from bot.answers.briefs import briefs
from bot.paths import BRIEFS, DOSSIER

LEFT_ASIDE = BRIEFS / "left_aside.yml"


def test_every_fact_is_used_where_it_is_meant_for_or_left_aside_with_a_reason() -> None:
    used = {(fact, topic) for topic, brief in briefs().items() for point in brief.points for fact in point.facts}
    aside = {(entry["fact"], topic) for entry in left_aside() for topic in entry["topics"]}
    meant = {
        (fact["id"], topic)
        for path in DOSSIER.glob("facts*.yml")
        for fact in yaml_files.read(path)
        for topic in fact.get("for_topics") or ()
    }
    assert sorted(meant - used - aside) == []
    assert sorted(aside & used) == [], "used after all: take the entry out of left_aside.yml"
    assert sorted(aside - meant) == [], "left_aside.yml names a fact or topic that nobody asked for"


def test_every_fact_without_topics_is_used_or_left_aside() -> None:
    used = {fact for brief in briefs().values() for point in brief.points for fact in point.facts}
    aside = {entry["fact"] for entry in left_aside()}
    known = {fact["id"] for path in DOSSIER.glob("facts*.yml") for fact in yaml_files.read(path)}
    assert sorted(known - used - aside) == []
    assert sorted(aside - known) == []


def test_every_reason_is_a_sentence() -> None:
    assert all(len(entry["reason"].split()) >= 4 for entry in left_aside())


def left_aside() -> list[dict[str, object]]:
    """The entries of left_aside.yml."""
    entries: list[dict[str, object]] = yaml_files.read(LEFT_ASIDE)
    return entries
