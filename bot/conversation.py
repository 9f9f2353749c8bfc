"""The one port to Rasa: `await conversation.turn(pseudonym, text, channel)` gives an Answer, always.

Danger is looked for in the raw text before Rasa sees it, and the emergency block goes out even when Rasa fails or is
slow. Of a message nothing is kept here.
"""

from __future__ import annotations

import datetime
import logging
import re
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Sequence

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.domain import Domain

from actions.turn import composer
from bot import metrics
from bot.actions_endpoint import InProcessActions
from bot.answers import i18n
from bot.answers.answer import Answer, answer_from_dict
from bot.answers.answer import Conversation as Record
from bot.answers.payload import payload_command
from bot.errors import ConversationError
from bot.languages import SOURCE, languages, supported
from bot.nlu.keywords import leaving
from bot.nlu.reading import report
from bot.privacy.pseudonym import Pseudonym
from bot.privacy.tracker_store import GIVEN_UP, ForgetfulTrackerStore
from bot.settings import Settings
from bot.understanding.danger import DangerFinder, danger_finder
from bot.understanding.text import clean, has_words
from bot.worker import Worker

logger = logging.getLogger(__name__)

CHOICE = re.compile(r"^\D?\s*([1-9])\s*\D?$")  # "2", "2.", "(2)", also in Arabic digits once folded


class Conversation:
    """Turns with a trained model, with everything in this process."""

    def __init__(self, agent: Agent, store: ForgetfulTrackerStore, turn_seconds: float) -> None:
        self._agent = agent
        self._store = store
        self._turn_seconds = turn_seconds
        self._worker = Worker("rasa")
        self._finder: DangerFinder = danger_finder()
        self._blocks = {code: composer().emergency(code) for code in languages()}

    async def turn(self, pseudonym: Pseudonym, text: str, channel: str) -> Answer:
        """The answer to one message.

        pseudonym: who writes, already unrecognisable. text: as it came. channel: "sms", "web" or "plain".
        """
        message = clean(text)
        record = self._store.records.get(pseudonym) or {}
        language = self._language(pseudonym)
        danger = self._finder.find(message)
        leaves = self.leave(pseudonym, text)
        if leaves is not None:
            return leaves
        if not has_words(message):
            return self._unreadable(language)
        command = _choice(message, record.get("offered") or ())
        given_up = threading.Event()
        try:
            answer = await self._worker.run(
                self._ask_rasa(pseudonym, command or _harmless(message), channel, given_up), self._turn_seconds
            )
        except Exception:  # whatever fails in Rasa, she gets the emergency block
            given_up.set()
            metrics.failures.inc()
            logger.exception("turn failed")
            return self.failed(pseudonym)
        if danger and not answer.danger and not answer.alone:
            web, sms = self._blocks[answer.language]
            answer = replace(answer, danger=web, danger_sms=sms, first_contact_sms=None)
        if answer.forget:
            self._store.forget(pseudonym)
        return answer

    async def understand(self, text: str) -> dict[str, Any]:
        """What is understood in `text` as a first message; see `bot.nlu.reading.report`. Keeps nothing."""
        message = _harmless(clean(text))
        parsed = await self._agent.parse_message(message) if has_words(message) else None
        if parsed is None:
            return {
                "language": None,
                "script": "Zzzz",
                "danger": False,
                "topics": [{"id": "out_of_scope", "confidence": 0.0}],
                "place": None,
                "candidates": [],
                "offered": [],
            }
        return report(parsed)

    def leave(self, pseudonym: Pseudonym, text: str) -> Answer | None:
        """The decoy or the farewell where the message hides or erases, and the conversation forgotten; else None.

        Asks no model: hiding works while the model does not, and above every limit.
        """
        message = clean(text)
        language = (self._store.records.get(pseudonym) or {}).get("language")
        reading = leaving(message, language, bool(self._finder.find(message)))
        if reading is None:
            return None
        answer, _nothing = composer().compose(reading, Record(), datetime.date.today())
        self._store.forget(pseudonym)
        return answer

    def urgent(self, pseudonym: Pseudonym, text: str) -> Answer | None:
        """The emergency block alone where the raw text may mean danger; asks no model and keeps nothing."""
        topics_found = self._finder.find(clean(text))
        if not topics_found:
            return None
        language = self._language(pseudonym)
        web, sms = composer().emergency(language, topics_found[0])
        return Answer(language, (topics_found[0],), (), danger=web, danger_sms=sms)

    def failed(self, pseudonym: Pseudonym) -> Answer:
        """The emergency block, a line to call and an apology, in her last known language."""
        language = self._language(pseudonym)
        web, sms = self._blocks[language]
        texts = (i18n.say("common.failure.danger", language), composer().someone_to_call(language))
        return Answer(language, ("out_of_scope",), texts, danger=web, danger_sms=sms, short=texts)

    def notice(self, pseudonym: Pseudonym, name: str) -> Answer:
        """One sentence about this service (`common.failure.<name>`) in her last known language."""
        language = self._language(pseudonym)
        text = i18n.say(f"common.failure.{name}", language)
        return Answer(language, ("out_of_scope",), (text,), short=(text,))

    def forget(self, pseudonym: Pseudonym) -> None:
        """Forget a conversation at once."""
        self._store.forget(pseudonym)

    def sweep(self) -> int:
        """Forget the conversations whose time is over; returns how many."""
        return self._store.records.sweep()

    def held(self) -> int:
        """How many conversations are held in memory now."""
        return len(self._store.records.pseudonyms())

    def set_language(self, pseudonym: Pseudonym, code: str) -> None:
        """Begin a conversation in a language that was chosen outside the text (the `--language` option)."""
        if supported(code):
            self._store.records.put(pseudonym, {"language": code, "turns": 0})

    def _language(self, pseudonym: Pseudonym) -> str:
        record = self._store.records.get(pseudonym) or {}
        return str(record.get("language") or SOURCE)

    async def _ask_rasa(self, pseudonym: str, text: str, channel: str, given_up: threading.Event) -> Answer:
        GIVEN_UP.set(given_up)
        output = _CustomMessages()
        started = time.perf_counter()
        await self._agent.handle_message(UserMessage(text, output, pseudonym, input_channel=channel))
        logger.info("turn took %.0f ms", 1000 * (time.perf_counter() - started))
        if not output.contents:
            raise ConversationError("Rasa gave no answer. Do the rules cover every topic of data/topics.yml?")
        return answer_from_dict(output.contents[-1])

    def _unreadable(self, language: str) -> Answer:
        web, sms = self._blocks[language]
        words = {"word_menu": i18n.say("common.word.menu", language)}
        text = i18n.say("common.failure.unreadable", language, words)
        return Answer(language, ("out_of_scope",), (text,), danger=web, danger_sms=sms, short=(text,))


async def load_conversation(settings: Settings, model: Path) -> Conversation:
    """Load the trained model and the knowledge. Raises ConversationError when the model is missing or not loadable."""
    if not model.exists():
        raise ConversationError(f"There is no model {model.name}. Run 'safe-to-ask train'.")
    store = ForgetfulTrackerStore(Domain.empty())
    agent = Agent.load(str(model), tracker_store=store, action_endpoint=InProcessActions("actions"))
    if not agent.is_ready():
        raise ConversationError(f"The model {model.name} cannot be used. Delete it and run 'safe-to-ask train'.")
    # Rasa wraps every store in one that falls back to keeping everything when the store fails. Ours stands alone.
    agent.tracker_store = agent.processor.tracker_store = store
    store.domain = agent.domain
    return Conversation(agent, store, settings.turn_seconds)


def _harmless(message: str) -> str:
    """Without the leading slashes by which Rasa's own syntax would begin."""
    return message.lstrip("/\\ ").strip() or message.replace("/", " ").strip()


def _choice(message: str, offered: Sequence[str]) -> str | None:
    digits = "".join(str(int(one)) if one.isdecimal() else one for one in message)
    match = CHOICE.match(digits)
    if match is None or not 0 < int(match.group(1)) <= len(offered):
        return None
    return payload_command(offered[int(match.group(1)) - 1])


class _CustomMessages(OutputChannel):
    """Collects the structured answers; the texts and buttons beside them are for other Rasa clients."""

    def __init__(self) -> None:
        self.contents: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return "safe-to-ask"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        if message.get("custom"):
            self.contents.append(message["custom"])
