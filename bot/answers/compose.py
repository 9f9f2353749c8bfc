"""The heart: what was understood, plus what the conversation holds, gives an Answer and the new conversation record.

Deterministic: people wrote every sentence, the model only chose topics. Danger comes first, "hide" before it only in
so far as the decoy stands alone.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Mapping, Sequence

from bot.answers import i18n
from bot.answers.answer import Answer, Conversation, Option, Reading
from bot.answers.briefs import Brief, Point, briefs
from bot.answers.cards import cards, words
from bot.answers.evidence import age, reachable, records_of, sources_of
from bot.answers.figures import Filler, date_text, figure_text, make_filler
from bot.answers.force import Said, every_force, headline_applies, own_evidence
from bot.answers.render import fits_one_page, nothing_left
from bot.knowledge.records import NATIONS, Evidence, Fact, Force, Service
from bot.knowledge.services import Asker, without_remark
from bot.knowledge.snapshot import Snapshot
from bot.languages import SOURCE, languages
from bot.settings import Settings
from bot.topics import by_urgency, topics

MOST_TOPICS = 3  # answered in one turn; the others are offered as choices
BY_FORCE = "data_sharing_by_force"
GETS_FORCE = ("data_sharing", "arrest_risk", "threat_of_deportation", "report_how", "report_what_happens", BY_FORCE)
DANGER_FACTS = ("emergency-call-999",)  # a point that says only this is said once, and not under the emergency block
BLOCK_FACTS = frozenset((*DANGER_FACTS, "silent-solution-press-55", "silent-55-does-not-give-location"))
OWN_EVIDENCE, NO_OWN_EVIDENCE = "published_force_alone_newest", "nothing_published_force_alone"  # points of the brief
HEADLINE = "headline"  # in the ids of the points on what was counted; they stand before every statement of a force
NEWEST = 2  # findings about a force alone that are told at once; the older ones wait behind "more"
FORCE_PREFIX = "force:"
LANGUAGE_PREFIX = "language:"
# As the first message of a conversation these are answered as dully as the decoy: after a hide it may be he who writes.
DULL_OPENINGS = frozenset(("greet", "bot_identity", "thanks", "goodbye", "affirm", "deny", "more", "repeat"))


@dataclass(frozen=True)
class Told:
    """A filled point: its paragraph, its text-message form (None: not sent by text message), and what it rests on.

    waits: it stands behind "more". elsewhere: it holds only in nations that she may not live in. whole: its
    text-message form is never cut between two messages.
    """

    point_id: str
    text: str
    short: str | None
    records: tuple[Fact | Evidence, ...]
    waits: bool = False
    elsewhere: bool = False
    whole: bool = False


class Composer:
    """Composes answers from one snapshot of the knowledge index."""

    def __init__(self, snapshot: Snapshot, settings: Settings) -> None:
        self._snapshot = snapshot
        self._settings = settings
        self._filler: Filler = make_filler(snapshot)
        self._briefs: Mapping[str, Brief] = briefs()
        self._regions = {one.force_id: one.region for one in snapshot.local_authorities.values()}

    def compose(
        self, reading: Reading, conversation: Conversation, today: datetime.date
    ) -> tuple[Answer, Conversation]:
        """The answer to one message and what the conversation then holds.

        today: the date by which the age of facts and contacts is judged.
        """
        turn = _Turn(self, reading, conversation, today)
        return turn.answer()

    def emergency(self, language: str, topic: str = "emergency") -> tuple[str, str]:
        """The emergency block of a danger topic for the web and for a text message; needs nothing but sentences."""
        namespace = topic if i18n.has(f"danger.{topic}.block.sms", language) else "emergency"
        texts = [self._filler.fill(f"danger.{namespace}.block.{form}", language, {}) or "" for form in ("web", "sms")]
        return texts[0], texts[1]

    def someone_to_call(self, language: str) -> str:
        """One sentence that names a line to call, where her nation is not known."""
        line = words([], self._snapshot, self.asker(language, None)).get("helpline")
        return i18n.say("common.failure.call", language, {"helpline": line}) if line else ""

    def service_words(self, language: str) -> dict[str, str]:
        """What sentences about this service itself need: who runs it, and how long a conversation is kept."""
        organisation = self._settings.organisation
        run_by = i18n.say("common.run_by", language, {"organisation": organisation}) if organisation else ""
        return {"run_by": run_by, "retention_minutes": figure_text(self._settings.retention_minutes, language)}

    def brief(self, topic: str) -> Brief:
        """The brief of a topic."""
        return self._briefs[topic]

    def asker(self, language: str, force_id: str | None) -> Asker:
        """Who asks, as far as routing needs it: language, nation and region of the force."""
        force = self._snapshot.forces.get(force_id or "")
        nation = force.nation if force and force.nation in NATIONS else None
        return Asker(language, nation, self._regions.get(force_id or ""))

    @property
    def snapshot(self) -> Snapshot:
        """The knowledge that answers are made from."""
        return self._snapshot

    @property
    def filler(self) -> Filler:
        """Fills the placeholders of sentences."""
        return self._filler


class _Turn:
    """One composition; holds what all its steps need."""

    def __init__(self, composer: Composer, reading: Reading, conversation: Conversation, today: datetime.date) -> None:
        self._composer = composer
        self._reading = reading
        self._before = conversation
        self._today = today
        self._language = reading.language
        self._force_id = reading.force_id or conversation.force_id
        self._asker = composer.asker(self._language, self._force_id)
        self._snapshot = reachable(composer.snapshot, today)
        self._filler = replace(composer.filler, snapshot=self._snapshot)
        self._notices: list[str] = []
        self._notices_sms: list[str] = []

    def answer(self) -> tuple[Answer, Conversation]:
        wanted = list(self._reading.topics)
        if "hide" in wanted:
            return self._decoy()
        if wanted[:1] == ["stop"]:
            return self._stop()
        if self._reading.candidates and not self._reading.danger:
            return self._which_place(wanted)
        if self._opens_dully(wanted):
            return self._opening()
        first = wanted[0] if wanted else "out_of_scope"
        special = {
            "more": self._more,
            "repeat": self._repeat,
            "affirm": self._affirm,
            "change_language": self._change_language,
        }.get(first)
        if special is not None and not self._reading.danger:
            return special()
        if self._reading.unsure and not self._reading.danger:
            return self._unsure()
        if wanted == [BY_FORCE] and self._force_id is None and "data_sharing" in self._before.topics:
            ask = i18n.say(f"data_sharing.{BY_FORCE}.ask", self._language)  # the national picture was just given
            return self._asking(ask, (), (BY_FORCE,))
        return self._topics(wanted or ["out_of_scope"])

    # --- kinds of turn ---------------------------------------------------------------------------------------------

    def _decoy(self) -> tuple[Answer, Conversation]:
        if self._reading.danger:
            web, sms = self._composer.emergency(self._language)
            return Answer(self._language, ("hide",), (web,), short=(sms,), alone=True, forget=True), Conversation()
        told = self._told(self._composer.brief("hide"))
        decoy = told[0].text
        return Answer(self._language, ("hide",), (decoy,), short=(decoy,), alone=True, forget=True), Conversation()

    def _opens_dully(self, wanted: Sequence[str]) -> bool:
        if self._before.turns or self._reading.danger or self._reading.unsure:
            return False
        return bool(DULL_OPENINGS & set(wanted)) and all(topics()[topic].group == "bot" for topic in wanted)

    def _opening(self) -> tuple[Answer, Conversation]:
        texts = tuple(one.short for one in self._told(self._composer.brief("greet")) if one.short and not one.waits)
        return self._finish(Answer(self._language, ("greet",), texts, short=texts), ())

    def _stop(self) -> tuple[Answer, Conversation]:
        told = self._told(self._composer.brief("stop"))
        block = self._composer.emergency(self._language) if self._reading.danger else (None, None)
        answer = Answer(
            self._language,
            ("stop",),
            tuple(one.text for one in told),
            danger=block[0],
            danger_sms=block[1],
            short=tuple(one.short or one.text for one in told),
            forget=True,
        )
        return answer, Conversation()

    def _which_place(self, wanted: Sequence[str]) -> tuple[Answer, Conversation]:
        options = tuple(
            Option(FORCE_PREFIX + place["force"], self._place_label(place)) for place in self._reading.candidates
        )
        ask = i18n.say("common.choice.place", self._language)
        kept = tuple(topic for topic in wanted if topics()[topic].group != "bot") or (BY_FORCE,)
        answer, after = self._asking(ask, options, kept)
        return answer, after if kept == self._before.topics else replace(after, page=-1)

    def _unsure(self) -> tuple[Answer, Conversation]:
        options = tuple(Option(topic, self._label(topic)) for topic in self._reading.offered)
        line = self._composer.filler.fill("shared.short.danger_line", self._language, {}) or ""
        ask = f"{i18n.say('common.choice.unsure', self._language)}"
        answer, after = self._asking(ask, options, ())
        return replace(answer, body=(*answer.body, line), short=(*answer.short, line)), after

    def _more(self) -> tuple[Answer, Conversation]:
        """The next part of the last answer; that answer from its start where language or force have changed."""
        before = self._before
        same = (self._language, self._force_id) == (before.language, before.force_id)
        return self._once_more(before.page + 1 if same else 0, again=before.again)

    def _repeat(self) -> tuple[Answer, Conversation]:
        return self._once_more(0, again=True)

    def _once_more(self, page: int, *, again: bool) -> tuple[Answer, Conversation]:
        if not self._before.topics:
            return self._topics(["help_menu"])
        answer, after = self._topics(list(self._before.topics), page)
        if not again:
            return answer, after
        short = (*(one.text for one in self._told(self._composer.brief("repeat"))[:1]), *answer.short)
        if page:
            return replace(answer, short=short), replace(after, again=True)
        options = self._options(["repeat"])
        answer = replace(answer, body=short, short=short, more=(), options=options)
        return answer, replace(after, again=True, offered=_payloads(options))

    def _affirm(self) -> tuple[Answer, Conversation]:
        known = [payload for payload in self._before.offered if payload in topics()]
        if len(known) == 1:
            return self._topics(known)
        if known:
            options = tuple(Option(topic, self._label(topic)) for topic in known)
            return self._asking(i18n.say("common.choice.unsure", self._language), options, self._before.topics)
        return self._topics(["affirm"])

    def _change_language(self) -> tuple[Answer, Conversation]:
        if self._reading.language_requested and self._before.topics:
            return self._topics(list(self._before.topics))
        if self._reading.language_requested:
            return self._topics(["help_menu"])
        told = self._told(self._composer.brief("change_language"))
        options = tuple(Option(LANGUAGE_PREFIX + one.code, one.own_name) for one in languages().values())
        answer = Answer(
            self._language,
            ("change_language",),
            tuple(one.text for one in told),
            short=tuple(one.short or one.text for one in told if not one.waits),
            options=options,
        )
        return self._finish(answer, self._before.topics)

    def _topics(self, wanted: list[str], page: int = 0) -> tuple[Answer, Conversation]:
        wanted = self._with_force(by_urgency(wanted))
        chosen, left = wanted[:MOST_TOPICS], wanted[MOST_TOPICS:]
        chosen_briefs = [self._composer.brief(topic) for topic in chosen]
        danger = self._reading.danger or any(topics()[topic].danger for topic in chosen)
        if page:
            danger = self._before.block  # every part is laid out as the first was
        essential, rest = _order(self._told_once(chosen_briefs), danger=danger)
        block = self._composer.emergency(self._language, _danger_topic(chosen)) if danger and page == 0 else None
        body = tuple(told.text for told in (essential if page == 0 else rest))
        if page > 1 or not body:
            body = (nothing_left(self._language),)
        services = cards(chosen_briefs, self._composer.snapshot, self._asker, self._today)
        sent = [(told.short, told.whole) for told in essential + rest if told.short]
        answer = Answer(
            language=self._language,
            topics=tuple(chosen),
            body=body,
            danger=block[0] if block else None,
            danger_sms=block[1] if block else None,
            short=tuple(text for text, _ in sent) or (nothing_left(self._language),),
            whole=tuple(text for text, whole in sent if whole),
            more=tuple(told.text for told in rest) if page == 0 else (),
            services=services,
            options=self._offered_before() if page else self._options(chosen, left),
            sources=sources_of(_records(essential if page == 0 else rest), _records(rest if page == 0 else [])),
            ask=self._ask(chosen),
        )
        self._note_age([*_records(essential + rest), *(self._snapshot.services[card.id] for card in services)])
        return self._finish(answer, tuple(chosen), page)

    # --- parts ------------------------------------------------------------------------------------------------------

    def _with_force(self, wanted: list[str]) -> list[str]:
        """Where a force is known, what is known about it is part of the answers that it matters to."""
        if self._force_id and any(topic in GETS_FORCE for topic in wanted):
            kept = [topic for topic in wanted if topic != "data_sharing"]
            return by_urgency(kept if BY_FORCE in kept else [*kept, BY_FORCE])
        if BY_FORCE in wanted:
            wanted = ["data_sharing" if topic == BY_FORCE else topic for topic in wanted]
        return by_urgency(wanted)

    def _told_once(self, chosen: Sequence[Brief]) -> list[Told]:
        """The points of several topics; what two of them say alike stands there once."""
        told: dict[tuple[str, str], Told] = {}
        for one in (one for brief in chosen for one in self._told(brief)):
            told.setdefault((one.point_id, one.text), one)
        return list(told.values())

    def _told(self, brief: Brief) -> list[Told]:
        """The points of a topic that hold for her, filled, in order."""
        fill_words = {
            **words([brief], self._snapshot, self._asker),
            **i18n.keywords(self._language),
            "languages": ", ".join(language.own_name for language in languages().values()),
            **self._composer.service_words(self._language),
        }
        force = self._snapshot.forces.get(self._force_id or "") if brief.topic == BY_FORCE else None
        if force is not None:
            fill_words["force"] = without_remark(force.name)
            fill_words["place"] = self._reading.place or without_remark(force.name)
        # Where no group by and for women like her is found, the line of her nation stands in the short sentences, which
        # call nobody such a group, and they stand for the long ones.
        short_words = dict(fill_words)
        if "helpline" in fill_words:
            short_words.setdefault("by_and_for", fill_words["helpline"])
        told: list[Told] = []
        for point in brief.points:
            if not self._holds(point, force):
                continue
            records = records_of(point, self._snapshot)
            if any(age(record, self._today).silent for record in records):
                self._notice("common.notice.part_not_checked")
                continue
            short = self._filler.fill(point.short_key, self._language, short_words) if point.essential else None
            text = self._filler.fill(point.long_key, self._language, fill_words) or short
            if text is None:
                continue
            by_sms = point.essential or not brief.essential_sms
            sms = short or (text if by_sms else None)
            told.append(Told(point.id, text, sms, tuple(records), short is None, self._elsewhere(point)))
        if force is not None:
            told = self._with_evidence(brief, force, told)
        return told

    def _with_evidence(self, brief: Brief, force: Force, told: list[Told]) -> list[Told]:
        """The force's own evidence and what holds for every force, behind the headline and not without it."""
        own = own_evidence(brief, force, self._filler, self._language)
        general = every_force(brief, force, self._filler, self._language)
        has_headline = any(HEADLINE in one.point_id for one in told)
        left_out = {OWN_EVIDENCE, *([NO_OWN_EVIDENCE] if own else [])}
        result: list[Told] = []
        for one in told:
            if one.point_id == OWN_EVIDENCE and has_headline:
                mine = self._evidence("own", own)
                result += [replace(one, short=None, waits=False)] if mine else []
                result += [*mine[:NEWEST], *(replace(said, waits=True) for said in mine[NEWEST:])]
                result += [replace(said, waits=True) for said in self._evidence("all", general)]
            elif one.point_id not in left_out:
                result.append(one)
        return result

    def _evidence(self, kind: str, said: Sequence[Said]) -> list[Told]:
        """Evidence that was checked in time, each piece whole in a text message or not in it."""
        fresh = [one for one in said if not any(age(record, self._today).silent for record in one.records)]
        if len(fresh) < len(said):
            self._notice("common.notice.part_not_checked")
        told = []
        for number, one in enumerate(fresh):
            short = one.short if one.short and fits_one_page(one.short, self._language) else None
            told.append(Told(f"{kind}:{number}", one.text, short, one.records, whole=True))
        return told

    def _holds(self, point: Point, force: Force | None) -> bool:
        if force is not None and not headline_applies(point, force):
            return False
        return self._asker.nation is None or self._asker.nation in point.nations

    def _elsewhere(self, point: Point) -> bool:
        return self._asker.nation is None and not {"England", "Wales"} & set(point.nations)

    def _label(self, topic: str) -> str:
        return i18n.say(f"{topics()[topic].group}.{topic}.label", self._language)

    def _place_label(self, place: Mapping[str, str]) -> str:
        values = {"place": place["local_authority"] or place["name"], "force": without_remark(place["force_name"])}
        return i18n.say("common.choice.place_label", self._language, values)

    def _options(self, chosen: Sequence[str], left: Sequence[str] = ()) -> tuple[Option, ...]:
        next_topics = (option for topic in chosen for option in self._composer.brief(topic).options)
        offered = [*left, *self._reading.offered, *next_topics]
        unique = [topic for topic in dict.fromkeys(offered) if topic not in chosen]
        return tuple(Option(topic, self._label(topic)) for topic in unique[:5])

    def _offered_before(self) -> tuple[Option, ...]:
        """The choices of the last part, so that a number means the same after the next one."""
        return tuple(Option(topic, self._label(topic)) for topic in self._before.offered if topic in topics())

    def _ask(self, chosen: Sequence[str]) -> str | None:
        if self._force_id is not None:
            return None
        for topic in chosen:
            key = f"{topics()[topic].group}.{topic}.ask"
            if self._composer.brief(topic).asks and i18n.has(key, self._language):
                return i18n.say(key, self._language)
        return None

    def _asking(self, ask: str, options: tuple[Option, ...], kept: tuple[str, ...]) -> tuple[Answer, Conversation]:
        answer = Answer(self._language, kept, (ask,), short=(ask,), options=options)
        return self._finish(answer, kept)

    def _notice(self, key: str, values: Mapping[str, str] | None = None, *, web: bool = True) -> None:
        """Note a notice for the text message, and for the web where `web`."""
        text = i18n.say(key, self._language, values)
        short = f"{key}_short"
        sms = i18n.say(short, self._language, values) if i18n.has(short, self._language) else text
        if sms not in self._notices_sms:
            self._notices_sms.append(sms)
            self._notices += [text] if web else []

    def _note_age(self, records: Sequence[Fact | Evidence | Service]) -> None:
        old = [record.checked_on for record in records if age(record, self._today).old]
        if old:
            self._notice("common.notice.old_evidence", {"date": date_text(min(old), self._language) or min(old)})

    def _finish(self, answer: Answer, kept: tuple[str, ...], page: int = 0) -> tuple[Answer, Conversation]:
        first = page == 0
        foreign = self._reading.unsupported_language if first else self._before.foreign
        if foreign:
            names = ", ".join(language.own_name for language in languages().values())
            self._notice("common.notice.unsupported", {"languages": names}, web=first)
        began = self._before.turns == page  # the first part of this answer opened the conversation
        if self._language != SOURCE and languages()[self._language].reviewer is None and began:
            self._notice("common.notice.unreviewed", web=first)
        told = self._before.told_to_hide
        first_contact = None
        if not told and not answer.danger and any(topics()[topic].group != "bot" for topic in answer.topics):
            told = True
            first_contact = i18n.say("common.notice.first_contact_short", self._language, i18n.keywords(self._language))
        matched = answer.topics != ("out_of_scope",)
        after = Conversation(
            language=self._language,
            force_id=self._force_id,
            topics=kept,
            page=page,
            offered=_payloads(answer.options),
            unmatched=0 if matched else self._before.unmatched + 1,
            turns=self._before.turns + 1,
            told_to_hide=told,
            block=answer.danger is not None if first else self._before.block,
            foreign=foreign,
        )
        notices = tuple(self._notices)
        if first_contact is not None:
            notices = (*notices, i18n.say("common.notice.first_contact", self._language, i18n.keywords(self._language)))
        notices_sms = tuple(self._notices_sms)
        answer = replace(answer, notices=notices, notices_sms=notices_sms, first_contact_sms=first_contact, page=page)
        return answer, after


def _danger_topic(chosen: Sequence[str]) -> str:
    return next((topic for topic in chosen if topics()[topic].danger), "emergency")


def _order(told: Sequence[Told], *, danger: bool) -> tuple[list[Told], list[Told]]:
    """What is told at once and what waits; where nothing is to be told at once, nothing waits.

    The bare "999" point last and once, what the block says not again, points of other nations behind "more".
    """
    essential, rest = [one for one in told if not one.waits], [one for one in told if one.waits]
    lines = [one for one in essential if _is_danger_line(one)]
    said_in_block = [one for one in essential if danger and {record.id for record in one.records} <= BLOCK_FACTS]
    said_in_block = [one for one in said_in_block if one.records]
    kept = [one for one in essential if one not in lines + said_in_block and not one.elsewhere]
    moved = [one for one in essential if one not in lines + said_in_block and one.elsewhere]
    first = kept + (lines[:1] if not danger else [])
    return (first, moved + rest) if first else (moved + rest, [])


def _payloads(options: Sequence[Option]) -> tuple[str, ...]:
    return tuple(option.payload for option in options)


def _records(told: Sequence[Told]) -> list[Fact | Evidence]:
    return [record for one in told for record in one.records]


def _is_danger_line(told: Told) -> bool:
    return tuple(record.id for record in told.records) == DANGER_FACTS
