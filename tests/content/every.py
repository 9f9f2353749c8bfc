"""All the answers there are: each topic in each language, for each nation and where no place is known."""

from __future__ import annotations

import datetime
from dataclasses import replace
from functools import lru_cache

from bot.answers.answer import Answer, Conversation, Reading
from bot.answers.compose import DULL_OPENINGS, Composer
from bot.knowledge.records import NATIONS
from bot.languages import languages
from bot.topics import topics

FORCE_OF = {
    None: None,
    "England": "bedfordshire",
    "Wales": "gwent",
    "Scotland": "police-scotland",
    "Northern Ireland": "psni",
}
LANGUAGES = tuple(languages())
TOPICS = tuple(topics())
PLACES = (None, *NATIONS)
SPECIAL = ("more", "repeat", "affirm", "change_language")  # what they answer depends on the turn before
AGE = datetime.timedelta(days=1)


def answer_to(
    composer: Composer, chosen: tuple[str, ...], language: str, nation: str | None = None, page: int = 0
) -> Answer:
    """The composed answer to these topics, on a day on which the dossier is fresh."""
    reading = Reading(language=language, topics=chosen, force_id=FORCE_OF[nation])
    # The first turn, in which notices are added, except of what is answered dully there.
    record = Conversation(language=language, turns=int(bool(DULL_OPENINGS & set(chosen))))
    answer, after = composer.compose(reading, record, checked_day(composer) + AGE)
    for _ in range(page):
        answer, after = composer.compose(replace(reading, topics=("more",)), after, checked_day(composer) + AGE)
    return answer


@lru_cache(maxsize=1)
def checked_day(composer: Composer) -> datetime.date:
    """The day on which the dossier as a whole was last checked."""
    return max(datetime.date.fromisoformat(fact.checked_on) for fact in composer.snapshot.facts.values())


def shown_text(answer: Answer) -> str:
    """Every sentence that the web shows of an answer, the waiting ones too."""
    cards = [text for card in answer.services for text in (card.name, card.warning or "", *card.why)]
    options = [option.label for option in answer.options]
    parts = (answer.danger, *answer.body, *answer.more, *cards, answer.ask, *options, *answer.notices)
    return "\n".join(part for part in parts if part)
