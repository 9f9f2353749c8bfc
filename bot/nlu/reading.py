"""From what the components left in Rasa's message to the Reading that answers are composed from."""

from __future__ import annotations

from typing import Any, Mapping

from bot.answers.answer import Conversation, Reading
from bot.knowledge.access import current_snapshot
from bot.languages import SOURCE, supported
from bot.nlu.keys import DANGER_PHRASES, LANGUAGE, PLACE, TOPICS
from bot.nlu.keywords import keyword, leaving, of_no_language
from bot.topics import by_urgency, topics
from bot.understanding.language import named
from bot.understanding.text import clean

TRUSTED = 0.75  # a surer guess changes the language of a conversation; a less sure one only starts it
ONLY_A_PLACE = 3  # a message of so few words that names a place answers the question for one


def interpret(message: Mapping[str, Any], before: Conversation) -> Reading:
    """The reading of a message as Rasa parsed it: typed text as the components saw it, or a choice by number."""
    if TOPICS not in message:
        return _chosen(message, before)
    text = clean(str(message.get("text") or ""))
    leaves = leaving(text, before.language, bool(message.get(DANGER_PHRASES)))
    if leaves is not None:
        return leaves
    found = message[TOPICS]
    chosen = [topic for topic, _score in found["topics"]]
    language, foreign = _language(message.get(LANGUAGE) or {}, before)
    word = keyword(text)
    if of_no_language(text):
        language, foreign = before.language or SOURCE, False
    if word:
        chosen, found = [word], {**found, "offered": [], "unsure": False}
    requested = named(text) if chosen[:1] == ["change_language"] or len(text.split()) <= 2 else None
    if requested:
        chosen = ["change_language"]
    phrases = list(message.get(DANGER_PHRASES) or [])
    danger_topics = [*phrases, *found["danger"]]
    if phrases or (danger_topics and found["unsure"]):
        chosen = _with_danger(chosen, danger_topics, found["unsure"])
    unsure = found["unsure"] and not danger_topics and not requested
    place, candidates = _place(message.get(PLACE) or {})
    if place and len(text.split()) <= ONLY_A_PLACE and not danger_topics:
        chosen = list(before.topics) or ["data_sharing_by_force"]
        unsure, found = False, {**found, "offered": []}
    return Reading(
        language=requested or language,
        topics=tuple(chosen),
        unsupported_language=foreign and not requested,
        offered=tuple(topic for topic in found["offered"] if unsure or topic not in chosen),
        unsure=unsure,
        danger=bool(danger_topics),
        force_id=place["force"] if place else None,
        place=place["name"] if place else None,
        candidates=tuple({**one, "force_name": current_snapshot().forces[one["force"]].name} for one in candidates),
        language_requested=requested,
    )


def report(message: Mapping[str, Any]) -> dict[str, Any]:
    """What was understood in a first message, as the command `understand` prints it; never the text."""
    reading = interpret(message, Conversation())
    scores = dict(message[TOPICS]["topics"])
    language = message.get(LANGUAGE) or {}
    places = message.get(PLACE) or {}
    return {
        "language": reading.language_requested or language.get("code"),
        "script": language.get("script"),
        "danger": reading.danger,
        "topics": [{"id": topic, "confidence": round(scores.get(topic, 1.0), 4)} for topic in reading.topics],
        "place": places.get("place"),
        "candidates": places.get("candidates", []),
        "offered": list(reading.offered),
    }


def _chosen(message: Mapping[str, Any], before: Conversation) -> Reading:
    """A choice: its topic is the intent, a force or a language comes as an entity."""
    entities = {entity["entity"]: entity["value"] for entity in message.get("entities") or []}
    intent = str((message.get("intent") or {}).get("name"))
    language = entities.get("language") if supported(entities.get("language")) else None
    return Reading(
        language=language or before.language or SOURCE,
        topics=before.topics if "force" in entities and before.topics else (intent,),
        force_id=entities.get("force"),
        danger=intent in topics() and topics()[intent].danger,
        language_requested=language,
    )


def _language(found: Mapping[str, Any], before: Conversation) -> tuple[str, bool]:
    """The language to answer in, and whether the message is in one that we do not have."""
    code, confidence = found.get("code"), float(found.get("confidence") or 0.0)
    known_script = not found.get("script") or found["script"] in ("Zzzz", "Latn", "Arab")
    if supported(code):
        if before.language is not None and confidence < TRUSTED:
            return before.language, False
        return str(code), False
    if code is None and known_script:
        return before.language or SOURCE, False
    return SOURCE, True


def _with_danger(chosen: list[str], danger_topics: list[str], unsure: bool) -> list[str]:
    """The danger topic is answered first; what was otherwise understood for sure comes after it."""
    named_danger = [topic for topic in chosen if topics()[topic].danger]
    first = named_danger[:1] or [danger_topics[0]]
    rest = [] if unsure else [topic for topic in chosen if topics()[topic].group != "bot" or topic == "hide"]
    return by_urgency([*first, *rest])


def _place(found: Mapping[str, Any]) -> tuple[Mapping[str, str] | None, list[Mapping[str, str]]]:
    return found.get("place"), list(found.get("candidates") or [])
