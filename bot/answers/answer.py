"""What a turn gives back, whatever the channel."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Mapping


@dataclass(frozen=True)
class SourceShown:
    """A source under an answer.

    date: of the page, as the source states it. checked_on: ISO date of our last check. waiting: only the paragraphs
    that wait behind "more" rest on it.
    """

    title: str
    publisher: str | None
    url: str | None
    date: str | None
    checked_on: str
    waiting: bool = False


@dataclass(frozen=True)
class ContactShown:
    """One way to reach a service. `always_open`: day and night, as far as the directory says."""

    kind: str
    value: str
    always_open: bool


@dataclass(frozen=True)
class ServiceCard:
    """An organisation, why it is shown, and how to reach it; `warning` stands before the contacts."""

    id: str
    name: str
    by_and_for: bool
    statutory: bool
    why: tuple[str, ...]
    warning: str | None
    languages: tuple[str, ...]
    contacts: tuple[ContactShown, ...]
    checked_on: str


@dataclass(frozen=True)
class Option:
    """A next topic or a place to choose; its number is its position. `payload`: what choosing it means to the bot."""

    payload: str
    label: str


@dataclass(frozen=True)
class Answer:
    """A whole answer; every text is ready to be shown in `language`.

    danger: the emergency block, or None. body: paragraphs. more: paragraphs that wait until they are asked for.
    short: the sentences of the text message, the most needed first. whole: those of them that are never cut between two
    messages: a statement with the evidence against it. notices_sms: stand at the end of the first part.
    first_contact_sms: a text of one segment by itself, after the others: how to hide, what stays on the phone.
    page: how often "more" was asked for. alone: nothing may be put before or after the body (the decoy).
    forget: the conversation is to be forgotten now.
    """

    language: str
    topics: tuple[str, ...]
    body: tuple[str, ...]
    danger: str | None = None
    danger_sms: str | None = None
    short: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    services: tuple[ServiceCard, ...] = ()
    options: tuple[Option, ...] = ()
    sources: tuple[SourceShown, ...] = ()
    notices: tuple[str, ...] = ()
    notices_sms: tuple[str, ...] = ()
    first_contact_sms: str | None = None
    ask: str | None = None
    page: int = 0
    alone: bool = False
    forget: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As plain lists and mappings, for JSON."""
        return asdict(self)


def answer_from_dict(content: Mapping[str, Any]) -> Answer:
    """The Answer of which `content` is the `to_dict`, also after a way through JSON."""
    return Answer(
        language=content["language"],
        topics=tuple(content["topics"]),
        body=tuple(content["body"]),
        danger=content["danger"],
        danger_sms=content["danger_sms"],
        short=tuple(content["short"]),
        whole=tuple(content["whole"]),
        more=tuple(content["more"]),
        services=tuple(_card(card) for card in content["services"]),
        options=tuple(Option(**option) for option in content["options"]),
        sources=tuple(SourceShown(**source) for source in content["sources"]),
        notices=tuple(content["notices"]),
        notices_sms=tuple(content["notices_sms"]),
        first_contact_sms=content["first_contact_sms"],
        ask=content["ask"],
        page=content["page"],
        alone=content["alone"],
        forget=content["forget"],
    )


def _card(card: Mapping[str, Any]) -> ServiceCard:
    contacts = tuple(ContactShown(**contact) for contact in card["contacts"])
    lists = {"why": tuple(card["why"]), "languages": tuple(card["languages"]), "contacts": contacts}
    return ServiceCard(**{**card, **lists})


@dataclass(frozen=True)
class Conversation:
    """All that a conversation leaves while it lasts; no text, no name, no number.

    language, force_id: what was last recognised. topics: answered last. page: how often "more" was given; -1 where the
    topics still wait, because her place was asked for first. offered: payloads of the numbered choices last shown.
    unmatched: messages in a row that nothing matched. told_to_hide: whether she was told how to hide and what stays on
    her phone.

    How the last answer began, so that "more" goes on where the text message ended: block: under the emergency block.
    again: with the words that it is said again. foreign: with the notice that her language is not one of ours.
    """

    language: str | None = None
    force_id: str | None = None
    topics: tuple[str, ...] = ()
    page: int = 0
    offered: tuple[str, ...] = ()
    unmatched: int = 0
    turns: int = 0
    told_to_hide: bool = False
    block: bool = False
    again: bool = False
    foreign: bool = False


@dataclass(frozen=True)
class Reading:
    """What the understanding found in one message.

    offered: topics put to her as numbered choices: instead of an answer where `unsure`, else beside it.
    """

    language: str
    topics: tuple[str, ...]
    unsupported_language: bool = False
    offered: tuple[str, ...] = ()
    unsure: bool = False
    danger: bool = False
    force_id: str | None = None
    place: str | None = None
    candidates: tuple[Mapping[str, str], ...] = field(default_factory=tuple)
    language_requested: str | None = None
