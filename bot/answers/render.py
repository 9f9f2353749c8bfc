"""An Answer as text messages within their budget, and as plain text for the terminal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Sequence

from bot.answers import i18n
from bot.answers.answer import Answer, ServiceCard
from bot.answers.figures import date_text
from bot.sms.segments import segments

BUDGET = 3  # segments of a reply; the emergency block has one of its own (design, "SMS")
SMS_OPTIONS = 3
SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+")


def sms_parts(answer: Answer) -> list[str]:
    """The text messages of an answer: the emergency block alone, then one text of at most BUDGET segments.

    With the first answer of a conversation comes one more, of one segment: how to hide. Each page ("more") holds what
    the one before left over, split at sentence ends; behind the last it is said that this was all.
    """
    if answer.alone:
        return [" ".join(answer.short)]
    pages = sms_pages(answer)
    text = pages[answer.page] if answer.page < len(pages) else nothing_left(answer.language)
    return [part for part in (answer.danger_sms, text, answer.first_contact_sms) if part]


def nothing_left(language: str) -> str:
    """The sentence for "more" where nothing waits."""
    return i18n.say("common.choice.nothing_left", language, i18n.keywords(language))


def sms_pages(answer: Answer) -> list[str]:
    """All pages of the text message, the first with the numbered choices where they fit."""
    hint = _hint(answer.language)
    sentences = [piece for text in answer.short for piece in ([text] if text in answer.whole else _pieces(text))]
    if answer.ask:
        sentences.append(answer.ask)
    options = " ".join(f"{number} {one.label}" for number, one in enumerate(answer.options[:SMS_OPTIONS], start=1))
    notices = list(answer.notices_sms)
    pages: list[str] = []
    while sentences or notices or not pages:
        choices = [options] if options and not pages else []
        page = _page(sentences, notices, choices, hint)
        said, sentences = sentences[: page.sentences], sentences[page.sentences :]
        noted, notices = notices[: page.notices], notices[page.notices :]
        tails = [*noted, *(choices if page.choices else []), *([hint] if sentences or notices else [])]
        pages.append("\n".join(part for part in (" ".join(said), *tails) if part))
    return pages


def fits_one_page(text: str, language: str) -> bool:
    """Whether `text` can be sent whole, with the words that announce the next page."""
    return _fitting([text], [_hint(language)]) == 1


@dataclass(frozen=True)
class _Page:
    """How many of the sentences and notices that are left stand on the next page, and whether the choices do."""

    sentences: int
    notices: int
    choices: bool = False


def _page(sentences: Sequence[str], notices: Sequence[str], choices: Sequence[str], hint: str) -> _Page:
    """Sentences go before choices, and the notices wait for the next page where they would leave no room for any."""
    least = 1 if sentences else 0
    fits = _fitting(sentences, [*notices, hint])
    if fits >= least:
        return _Page(fits, len(notices), fits == _fitting(sentences, [*notices, *choices, hint]))
    if sentences:
        return _Page(max(_fitting(sentences, [hint]), 1), 0)
    return _Page(0, max(_fitting(notices, [hint]), 1))


def _fitting(texts: Sequence[str], tails: Sequence[str]) -> int:
    """How many of the first texts fit the budget together with `tails`; -1 where not even the tails do."""
    for count in range(len(texts) + 1):
        if segments("\n".join((" ".join(texts[:count]), *tails))) > BUDGET:
            return count - 1
    return len(texts)


def _hint(language: str) -> str:
    return i18n.say("common.choice.more", language, i18n.keywords(language))


def _pieces(text: str) -> list[str]:
    """The sentences of `text`; one that is longer than the budget is cut at spaces."""
    pieces: list[str] = []
    for sentence in SENTENCE_END.split(text.strip()):
        while segments(sentence) > BUDGET - 1:
            cut = len(sentence)
            while segments(sentence[:cut]) > BUDGET - 1:
                cut = sentence.rfind(" ", 0, cut)
                if cut <= 0:
                    break
            if cut <= 0:
                break
            pieces.append(sentence[:cut])
            sentence = sentence[cut:].strip()
        pieces.append(sentence)
    return pieces


def plain_text(answer: Answer) -> str:
    """The whole answer for a terminal, with services, choices and sources."""
    language = answer.language
    if answer.alone:
        return "\n".join(answer.body)
    blocks: list[str] = []
    if answer.danger:
        blocks.append(f"*** {answer.danger} ***")
    blocks += list(answer.body)
    if answer.services:
        heading = i18n.say("common.heading.services", language)
        blocks.append("\n".join([f"{heading}:", *(service_line(card, language) for card in answer.services)]))
    if answer.ask:
        blocks.append(answer.ask)
    if answer.options:
        lines = [f"{number} {option.label}" for number, option in enumerate(answer.options, start=1)]
        lead = [i18n.say("common.choice.options", language)] if answer.sources else []
        blocks.append("\n".join([*lead, *lines]))
    if answer.more:
        blocks.append(_hint(language))
    blocks += list(answer.notices)
    if answer.sources:
        heading = i18n.say("common.heading.sources", language)
        blocks.append("\n".join([f"{heading}:", *source_lines(answer, waiting=False)]))
    return "\n\n".join(blocks)


def service_line(card: ServiceCard, language: str) -> str:
    """A card as one or two lines: name, why shown, contacts, warning before the contacts."""
    why = f" ({', '.join(card.why)})" if card.why else ""
    warning = f" {card.warning}" if card.warning else ""
    contacts = "; ".join(
        f"{i18n.say(f'common.contact.{contact.kind}', language)} {contact.value}" for contact in card.contacts
    )
    return i18n.in_reading_order(f"- {card.name}{why}.{warning} {contacts}", language)


def source_lines(answer: Answer, *, waiting: bool) -> list[str]:
    """The sources as lines: publisher, title, date of the page, date of our check, address.

    waiting: also those of the paragraphs behind "more".
    """
    lines = []
    for source in answer.sources:
        if source.waiting and not waiting:
            continue
        values = {"publisher": source.publisher or "", "title": source.title}
        who = i18n.say("common.source.line", answer.language, values) if source.publisher else source.title
        date = date_text(source.date, answer.language)
        dated = [i18n.say("common.source.dated", answer.language, {"date": date})] if date else []
        checked = i18n.say(
            "common.source.checked", answer.language, {"date": date_text(source.checked_on, answer.language) or ""}
        )
        lines.append("- " + ", ".join([who, *dated, checked, *([source.url] if source.url else [])]))
    return lines
