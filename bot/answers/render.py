"""An Answer as text messages within their budget, and as plain text for the terminal."""

from __future__ import annotations

import re
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
    the one before left over, split at sentence ends.
    """
    if answer.alone:
        return [" ".join(answer.short)]
    pages = sms_pages(answer)
    text = pages[min(answer.page, len(pages) - 1)]
    block = [answer.danger_sms] if answer.danger_sms and answer.page == 0 else []
    return [part for part in (*block, text, answer.first_contact_sms) if part]


def sms_pages(answer: Answer) -> list[str]:
    """All pages of the text message, the first with the numbered choices where they fit."""
    language = answer.language
    hint = i18n.say("common.choice.more", language, {"word_more": i18n.say("common.word.more", language)})
    sentences = [piece for text in answer.short for piece in _pieces(text)]
    if answer.ask:
        sentences.append(answer.ask)
    options = " ".join(f"{number} {one.label}" for number, one in enumerate(answer.options[:SMS_OPTIONS], start=1))
    notices = list(answer.notices_sms)
    pages: list[str] = []
    while sentences or not pages:
        # Sentences go before choices, and a notice waits for the next part where it would leave no room for any.
        choices = [options] if not pages and options else []
        fits_all = _fitting(sentences, [*notices, *choices, hint])
        fits = _fitting(sentences, [*notices, hint])
        if choices and fits_all and fits_all in (fits, len(sentences)):
            tails, taken = [*notices, *choices], fits_all
        elif fits:
            tails, taken = notices, fits
        else:
            tails, taken = [], max(_fitting(sentences, [hint]), 1)
        left = sentences[taken:]
        pages.append("\n".join(part for part in (" ".join(sentences[:taken]), *tails, hint if left else "") if part))
        sentences, notices = left, [] if tails or not notices else notices
    return [*pages, "\n".join(notices)] if notices else pages


def _fitting(sentences: Sequence[str], tails: Sequence[str]) -> int:
    """How many of the first sentences fit the budget together with `tails`."""
    for count in range(1, len(sentences) + 1):
        if segments("\n".join((" ".join(sentences[:count]), *tails))) > BUDGET:
            return count - 1
    return len(sentences)


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
        blocks.append(i18n.say("common.choice.more", language, {"word_more": i18n.say("common.word.more", language)}))
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
    return f"- {card.name}{why}.{warning} {contacts}"


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
