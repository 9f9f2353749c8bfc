"""What is told about one police force. Threats: a promise without the evidence against it, a figure of all forces as
that of one, silence that reads as "they do not"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Mapping

import pytest

from bot.answers import i18n
from bot.answers.answer import Answer
from bot.answers.compose import BY_FORCE, NO_OWN_EVIDENCE, Composer
from bot.answers.figures import Filler
from bot.answers.force import SPECIAL, every_force, own_evidence
from bot.answers.render import sms_pages
from bot.knowledge.dates import sort_key
from bot.knowledge.records import Evidence, Force
from bot.knowledge.snapshot import Snapshot
from bot.languages import languages
from tests.answers.turns import ask, fixed
from tests.content.every import shown_text

QUIET = "bedfordshire"  # nothing was found about this force alone
KNOWN = ("metropolitan-police", "northamptonshire", "northumbria", "gloucestershire", "police-scotland", "psni")
HEADLINES = {
    "bedfordshire": "headline_england_wales_like",
    "gwent": "headline_england_wales_like",
    "police-scotland": "headline_scotland_home_office",
    "psni": "headline_northern_ireland_psnis",
    "british-transport-police": "headline_british_transport_police",
    "ministry-of-defence-police": "headline_ministry_defence_police",
    "civil-nuclear-constabulary": "headline_ministry_defence_police",
}


def about(composer: Composer, force_id: str, language: str = "en") -> Answer:
    """The first answer about a force."""
    return ask(composer, BY_FORCE, language=language, force_id=force_id)[0]


@dataclass(frozen=True)
class Without(Filler):
    """A filler that cannot fill one sentence."""

    missing: str

    def fill(self, key: str, language: str, words: Mapping[str, str]) -> str | None:
        return None if key == self.missing else super().fill(key, language, words)


def test_the_forces_here_are_those_of_the_dossier(snapshot: Snapshot) -> None:
    assert snapshot.forces[QUIET].evidence == ()
    assert all(snapshot.forces[key].evidence for key in KNOWN)


@pytest.mark.parametrize("language", languages())
def test_where_nothing_was_found_it_says_so_and_that_this_does_not_mean_that_nothing_is_passed_on(
    composer: Composer, language: str
) -> None:
    answer = about(composer, QUIET, language)
    values = {"force": "Bedfordshire Police"}
    for form, said in (("points", answer.body), ("short", answer.short)):
        key = f"data_sharing.{BY_FORCE}.{form}.{NO_OWN_EVIDENCE}"
        assert i18n.say(key, language, values) in said


def test_those_words_say_both() -> None:
    for form in ("points", "short"):
        sentence = i18n.raw(f"data_sharing.{BY_FORCE}.{form}.{NO_OWN_EVIDENCE}", "en")
        assert "found" in sentence
        assert "does not mean" in sentence


@pytest.mark.parametrize("force_id", KNOWN)
def test_where_something_was_found_it_does_not_say_that_nothing_was(composer: Composer, force_id: str) -> None:
    said = shown_text(about(composer, force_id))
    assert fixed(f"data_sharing.{BY_FORCE}.points.{NO_OWN_EVIDENCE}") not in said


@pytest.mark.parametrize("force_id", HEADLINES)
def test_each_force_has_the_headline_that_is_true_of_it_and_no_other(composer: Composer, force_id: str) -> None:
    points = {told for told in HEADLINES.values() if told_here(composer, force_id, told)}
    assert points == {HEADLINES[force_id]}


def told_here(composer: Composer, force_id: str, point_id: str) -> bool:
    """Whether a point is told in the answer about a force."""
    return fixed(f"data_sharing.{BY_FORCE}.points.{point_id}") in shown_text(about(composer, force_id))


@pytest.mark.parametrize("force_id", KNOWN)
def test_the_headline_stands_before_whatever_the_force_said(composer: Composer, force_id: str) -> None:
    body = about(composer, force_id).body
    headline = HEADLINES.get(force_id, "headline_england_wales_like")
    piece = fixed(f"data_sharing.{BY_FORCE}.points.{headline}")
    place = next(place for place, text in enumerate(body) if piece in text)
    brief, force = composer.brief(BY_FORCE), composer.snapshot.forces[force_id]
    own = [said.text for said in own_evidence(brief, force, composer.filler, "en")]
    assert own
    assert not set(own) & set(body[:place])


@pytest.mark.parametrize("force_id", KNOWN)
def test_its_own_evidence_stands_newest_first(composer: Composer, force_id: str) -> None:
    force = composer.snapshot.forces[force_id]
    told = [said.records[0] for said in own_evidence(composer.brief(BY_FORCE), force, composer.filler, "en")]
    dates = [sort_key(record.event_date) for record in told]
    assert dates == sorted(dates, reverse=True)
    assert all(record.force_id == force_id for record in told)


def test_the_newest_is_read_at_once_and_the_older_waits(composer: Composer) -> None:
    answer = about(composer, "metropolitan-police")
    newest, older = "met-2019-policy-redraft", "met-2017-foi-standard"
    assert any(text.startswith(_said(composer, newest)) for text in answer.body)
    assert any(text.startswith(_said(composer, older)) for text in answer.more)


def _said(composer: Composer, key: str) -> str:
    return composer.filler.fill(f"evidence.{key}.text", "en", {}) or ""


def test_every_statement_stands_in_one_paragraph_with_the_evidence_against_it(composer: Composer) -> None:
    brief = composer.brief(BY_FORCE)
    pairs = {key: pair for pair in brief.composition["pairs"] for key in pair["statement"]}
    assert pairs
    told = 0
    for language in languages():
        for force in composer.snapshot.forces.values():
            for said in own_evidence(brief, force, composer.filler, language):
                pair = pairs.get(said.records[0].id)
                if pair is None:
                    continue
                told += 1
                beside = i18n.say(f"evidence.beside.{pair['relation']}", language)
                assert said.text.endswith(beside)
                assert said.short is None or said.short.endswith(beside)
                assert {record.id for record in said.records} > {*pair["beside"]}, "its sources are shown too"
    assert told > len(languages()) * 8


def test_a_statement_is_not_told_where_the_evidence_against_it_cannot_be(composer: Composer) -> None:
    whole = composer.filler
    without = Without(whole.snapshot, whole.ids, "evidence.beside.figures_start_before")
    force = composer.snapshot.forces["northamptonshire"]
    assert len(own_evidence(composer.brief(BY_FORCE), force, whole, "en")) == 2
    assert own_evidence(composer.brief(BY_FORCE), force, without, "en") == []


def test_what_the_brief_never_volunteers_is_not_told(composer: Composer) -> None:
    hidden = composer.brief(BY_FORCE).composition["never_volunteered"]
    force = composer.snapshot.forces["metropolitan-police"]
    assert {*hidden} & {item.id for item in force.evidence}
    told = own_evidence(composer.brief(BY_FORCE), force, composer.filler, "en")
    assert not {*hidden} & {record.id for said in told for record in said.records}


def test_nothing_is_told_twice(composer: Composer) -> None:
    for force in composer.snapshot.forces.values():
        said = [one.text for one in own_evidence(composer.brief(BY_FORCE), force, composer.filler, "en")]
        assert len(said) == len(set(said)), force.id


@pytest.mark.parametrize("nation", ["England", "Wales", "Scotland", "Northern Ireland"])
def test_what_holds_for_every_force_is_of_her_nation_and_newest_first(composer: Composer, nation: str) -> None:
    force = Force("made-up", "Made up", nation, ())
    told = [said.records[0] for said in every_force(composer.brief(BY_FORCE), force, composer.filler, "en")]
    dates = [sort_key(record.event_date) for record in told]
    assert told
    assert dates == sorted(dates, reverse=True)
    assert all(record.force_id is None and nation in record.nations for record in told)
    assert "national-2023-dac" not in {record.id for record in told}, "the headline gives it"


@pytest.mark.parametrize("force_id", SPECIAL)
def test_what_holds_for_the_forces_of_a_nation_is_not_said_of_one_that_no_count_covers(
    composer: Composer, force_id: str
) -> None:
    force = composer.snapshot.forces[force_id]
    assert every_force(composer.brief(BY_FORCE), force, composer.filler, "en") == []


@pytest.mark.parametrize("language", languages())
def test_a_total_of_all_forces_is_never_told_with_the_name_of_one(composer: Composer, language: str) -> None:
    """537, 2,672 and 2,656 in the writing of each language (charter, rule 3)."""
    totals = {
        composer.filler.value(name, language) or "?"
        for name in (
            "dac_2023_all_forces_537_victims__referrals",
            "detail_2672_victims_referred_uk__victims_referred",
            "jcwi_2022_2656_victims_referred__victims_referred",
        )
    } - {"?"}
    assert len(totals) >= 2
    for force_id in composer.snapshot.forces:
        said = shown_text(about(composer, force_id, language))
        assert [total for total in totals if total in said] == [], force_id


def test_what_stands_beside_a_newer_statement_is_told_in_its_own_right_too(composer: Composer) -> None:
    answer = about(composer, "psni")
    for key in ("psni-2024-tens-of-thousands", "psni-2021-foi-denial"):
        assert any(text.startswith(_said(composer, key)) for text in answer.more), key


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("force_id", KNOWN)
def test_by_text_message_evidence_goes_in_its_short_wording_and_without_a_heading(
    composer: Composer, force_id: str, language: str
) -> None:
    answer = about(composer, force_id, language)
    brief, force = composer.brief(BY_FORCE), composer.snapshot.forces[force_id]
    told = [
        *own_evidence(brief, force, composer.filler, language),
        *every_force(brief, force, composer.filler, language),
    ]
    assert {said.short for said in told if said.short} <= {*answer.short}
    assert {said.short for said in told if said.short} == {*answer.whole}
    assert not {said.text for said in told} & {*answer.short}
    heading = i18n.say(f"data_sharing.{BY_FORCE}.points.published_force_alone_newest", language)
    assert heading in answer.body
    assert heading not in answer.short


def test_what_could_not_be_read_is_not_sent_as_a_text_message(composer: Composer) -> None:
    """By the brief: "web only, one line ... Never in SMS"."""
    sent = "\n".join(sms_pages(about(composer, "essex")))
    assert _said(composer, "essex-2022-safe-to-share-letter")[:40] not in sent


@pytest.mark.parametrize("language", languages())
def test_a_statement_is_in_one_text_message_with_the_evidence_against_it(composer: Composer, language: str) -> None:
    brief = composer.brief(BY_FORCE)
    pairs = {key: pair for pair in brief.composition["pairs"] for key in pair["statement"]}
    apart = []
    for force in composer.snapshot.forces.values():
        pages = sms_pages(about(composer, force.id, language))
        for said in own_evidence(brief, force, composer.filler, language):
            key = said.records[0].id
            unit = said.short or said.text
            if key in pairs and any(unit[:40] in page and unit not in page for page in pages):
                apart.append((force.id, key))
    assert apart == []


@pytest.mark.parametrize("force_id", ["northamptonshire", "british-transport-police"])
def test_the_heading_for_this_force_alone_stands_right_before_its_own_evidence(
    composer: Composer, force_id: str
) -> None:
    heading = i18n.say(f"data_sharing.{BY_FORCE}.points.published_force_alone_newest", "en")
    answer = about(composer, force_id)
    told = [*answer.body, *answer.more]
    brief, force = composer.brief(BY_FORCE), composer.snapshot.forces[force_id]
    own = [said.text for said in own_evidence(brief, force, composer.filler, "en")]
    assert told[told.index(heading) + 1] == own[0]


@pytest.mark.parametrize("force_id", ["psni", "northamptonshire"])
def test_evidence_that_nobody_checked_for_two_years_is_not_given(composer: Composer, force_id: str) -> None:
    """Charter, rule 11; else a promise stays when the count that stands before it has gone."""
    forgotten = composer_with(composer, checked_on="2020-01-01")
    own = {item.id for item in composer.snapshot.forces[force_id].evidence}
    answer = about(forgotten, force_id)
    said = "\n".join((*answer.body, *answer.more, *answer.short))
    assert [key for key in own if _said(composer, key) and _said(composer, key) in said] == []
    assert i18n.say("common.notice.part_not_checked", "en") in answer.notices
    assert fixed(f"data_sharing.{BY_FORCE}.points.{NO_OWN_EVIDENCE}") not in said, "something was found once"


def test_a_statement_is_not_told_when_the_count_beside_it_has_gone(composer: Composer) -> None:
    brief, count = composer.brief(BY_FORCE), "national-2023-dac"
    statements = {key for pair in brief.composition["pairs"] if count in pair["beside"] for key in pair["statement"]}
    forgotten = composer_with(composer, checked_on="2020-01-01", only=(count,))
    for force_id in ("metropolitan-police", "northamptonshire"):
        answer = about(forgotten, force_id)
        said = "\n".join((*answer.body, *answer.more, *answer.short))
        own = {item.id for item in composer.snapshot.forces[force_id].evidence}
        assert own & statements
        assert [key for key in own & statements if _said(composer, key) in said] == []


def test_no_statement_of_a_force_is_told_without_the_headline(composer: Composer) -> None:
    """The newest evidence about the force is fresh; that on which the headline rests is not."""
    forgotten = composer_with(composer, checked_on="2020-01-01", only=("psni-2024-tens-of-thousands",))
    answer = about(forgotten, "psni")
    said = "\n".join((*answer.body, *answer.more, *answer.short))
    own = {item.id for item in composer.snapshot.forces["psni"].evidence}
    assert [key for key in own if _said(composer, key) in said] == []
    assert i18n.say("common.notice.part_not_checked", "en") in answer.notices


def composer_with(composer: Composer, *, checked_on: str, only: tuple[str, ...] = ()) -> Composer:
    """A composer whose evidence (or `only` these) was last checked on that day; its facts and contacts are fresh."""
    snapshot = composer.snapshot
    changed: dict[str, Evidence] = {
        key: replace(item, checked_on=checked_on) if not only or key in only else item
        for key, item in snapshot.evidence.items()
    }
    forces = {
        key: replace(force, evidence=tuple(changed[item.id] for item in force.evidence))
        for key, force in snapshot.forces.items()
    }
    return Composer(replace(snapshot, evidence=changed, forces=forces), composer._settings)
