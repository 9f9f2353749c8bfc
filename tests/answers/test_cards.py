"""Service cards and the names inside sentences. Threats: the police stand first; a public body is shown without what it
may do with her details; a number that nobody checked for a year; England's line for a woman in Wales."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from bot.answers import i18n
from bot.answers.answer import ServiceCard
from bot.answers.briefs import Brief, ServiceFilter, briefs
from bot.answers.cards import MOST, NOT_CARDS, PER_TOPIC, cards, wanted_of, words
from bot.answers.compose import Composer
from bot.knowledge.records import NATIONS, Contact
from bot.knowledge.services import HELPLINES, Asker, first_by_and_for, short_name
from bot.knowledge.snapshot import Snapshot
from bot.languages import languages
from tests.answers.small import CHECKED, service, snapshot_of
from tests.answers.turns import ask, with_contacts_checked

PHONE = Contact("phone", "020 7000 0000", False)
FREE = Contact("freephone", "0800 000 0000", True)
WEB = Contact("web", "https://x.org", False)
ENGLAND = Asker("en", "England", "London")
EMPTY = ServiceFilter(None, (), (), (), {})


def brief(*filters: ServiceFilter, statutory: str = "never") -> Brief:
    """A brief that leads to these."""
    return Brief("made-up", (), filters, statutory, False, (), (), {}, False)


def named(*ids: str) -> ServiceFilter:
    """A filter for these services."""
    return replace(EMPTY, ids=ids)


def ids(shown: tuple[ServiceCard, ...]) -> list[str]:
    """The ids, in order."""
    return [card.id for card in shown]


def test_groups_by_and_for_stand_first_then_other_lines_then_public_bodies_over_all_topics() -> None:
    directory = snapshot_of(
        service("body", PHONE, by_and_for=False, statutory=True),
        service("line", PHONE, by_and_for=False),
        service("group", PHONE),
    )
    plans = [brief(named("body"), statutory="warn"), brief(named("line")), brief(named("group"))]
    assert ids(cards(plans, directory, ENGLAND, CHECKED)) == ["group", "line", "body"]


@pytest.mark.parametrize(("statutory", "shown"), [("warn", ["police"]), ("never", []), ("only-in-danger", [])])
def test_a_public_body_is_shown_only_where_the_brief_wants_it_with_the_warning(
    statutory: str, shown: list[str]
) -> None:
    directory = snapshot_of(service("police", PHONE, by_and_for=False, statutory=True))
    found = cards([brief(named("police"), statutory=statutory)], directory, ENGLAND, CHECKED)
    assert ids(found) == shown
    assert all(card.warning == i18n.say("common.warning.statutory", "en") for card in found)


def test_a_warning_of_the_directory_goes_before_the_general_one() -> None:
    directory = snapshot_of(
        service("a", PHONE, warning="government_contract", statutory=True, by_and_for=False), service("b", PHONE)
    )
    found = cards([brief(named("a", "b"), statutory="warn")], directory, ENGLAND, CHECKED)
    assert [card.warning for card in found] == [None, i18n.say("common.warning.government_contract", "en")]


def test_the_emergency_number_is_no_card_and_its_filter_finds_nothing_else() -> None:
    plan = brief(named(*NOT_CARDS), named(NOT_CARDS[0], "group"))
    assert [one.ids for one in wanted_of(plan)] == [("group",)]


def test_a_filter_reaches_the_directory_whole() -> None:
    whole = ServiceFilter(True, (), ("casework",), ("phone",), {"Wales": "bawso"})
    (wanted,) = wanted_of(brief(whole))
    assert (wanted.by_and_for, wanted.needs, wanted.kinds, wanted.by_nation) == (
        True,
        ("casework",),
        ("phone",),
        (("Wales", "bawso"),),
    )


def test_at_most_four_of_a_topic_and_five_in_all_each_once() -> None:
    directory = snapshot_of(*(service(f"s{number}", PHONE) for number in range(9)))
    first, second = brief(named(*(f"s{n}" for n in range(6)))), brief(named(*(f"s{n}" for n in range(2, 9))))
    assert ids(cards([first], directory, ENGLAND, CHECKED)) == ["s0", "s1", "s2", "s3"]
    assert ids(cards([first, second], directory, ENGLAND, CHECKED)) == ["s0", "s1", "s2", "s3", "s4"]
    assert (PER_TOPIC, MOST) == (4, 5)


@pytest.mark.parametrize(("days", "shown"), [(360, ["a"]), (361, [])])
def test_a_contact_is_not_given_after_twice_its_180_days(days: int, shown: list[str]) -> None:
    directory = snapshot_of(service("a", PHONE))
    assert ids(cards([brief(named("a"))], directory, ENGLAND, CHECKED + datetime.timedelta(days))) == shown


def test_a_service_whose_contacts_are_withheld_is_not_shown() -> None:
    directory = snapshot_of(service("withheld"), service("shown", PHONE))
    assert ids(cards([brief(named("withheld", "shown"))], directory, ENGLAND, CHECKED)) == ["shown"]


@pytest.mark.parametrize("language", languages())
def test_a_card_says_why_in_her_language_and_how_to_reach_it(language: str) -> None:
    directory = snapshot_of(service("a", FREE, WEB, languages=("en", "es", "ar"), regions=("London",)))
    (card,) = cards([brief(named("a"))], directory, Asker(language, "England", "London"), CHECKED)
    reasons = ["by_and_for", "near", "always_open", "free"] if language == "en" else []
    reasons = reasons or ["by_and_for", "language", "near", "always_open", "free"]
    assert card.why == tuple(i18n.say(f"common.why.{reason}", language) for reason in reasons)
    assert [(one.kind, one.value, one.always_open) for one in card.contacts] == [
        ("freephone", "0800 000 0000", True),
        ("web", "https://x.org", False),
    ]
    assert card.checked_on == CHECKED.isoformat()


# --- names inside sentences -----------------------------------------------------------------------


@pytest.mark.parametrize("nation", NATIONS)
def test_the_helpline_is_that_of_her_nation(snapshot: Snapshot, nation: str) -> None:
    line = snapshot.services[HELPLINES[nation]]
    told = words([], snapshot, Asker("en", nation))
    assert told["helpline"] == f"{short_name(line)} {line.contacts[0].value}"


@pytest.mark.parametrize("language", languages())
def test_where_the_nation_is_not_known_a_line_of_one_nation_says_which(snapshot: Snapshot, language: str) -> None:
    told = words(briefs().values(), snapshot, Asker(language))
    england = i18n.say("common.nation.England", language)
    assert england in told["helpline"]
    assert england in told["by_and_for"]


def test_where_it_is_known_no_nation_is_named(snapshot: Snapshot) -> None:
    told = words(briefs().values(), snapshot, Asker("en", "England"))
    assert not any("England" in text for text in told.values())


def test_without_a_group_of_its_own_a_nation_has_its_line_alone_and_no_line_counts_as_a_group(
    snapshot: Snapshot,
) -> None:
    plan = briefs()["find_service"]
    told = words([plan], snapshot, Asker("en", "Northern Ireland"))
    assert first_by_and_for(snapshot, wanted_of(plan), Asker("en", "Northern Ireland")) is None
    assert told["who_first"] == told["helpline"]
    assert "by_and_for" not in told


@pytest.mark.parametrize("nation", ["England", "Wales", "Scotland"])
def test_who_is_named_first_is_a_group_by_and_for_then_the_line(snapshot: Snapshot, nation: str) -> None:
    told = words([briefs()["find_service"]], snapshot, Asker("en", nation))
    group = first_by_and_for(snapshot, wanted_of(briefs()["find_service"]), Asker("en", nation))
    assert group is not None
    assert group.by_and_for
    assert told["by_and_for"].startswith(short_name(group))
    assert told["who_first"] == f"{told['by_and_for']} or {told['helpline']}"


def test_a_number_goes_before_a_page() -> None:
    directory = snapshot_of(service(HELPLINES["England"], WEB, FREE, by_and_for=False, open_to_all=False))
    plain = words([], directory, ENGLAND)
    assert plain == dict.fromkeys(("helpline", "line", "who_first"), plain["helpline"])
    assert plain["helpline"].endswith(FREE.value)


def test_a_topic_that_names_a_line_of_its_own_gives_that_one(snapshot: Snapshot) -> None:
    own = "victim-support-ew"
    plan = brief(replace(EMPTY, by_nation={"England": own, "Wales": own}))
    assert words([plan], snapshot, ENGLAND)["line"].startswith(short_name(snapshot.services[own]))
    scotland = words([plan], snapshot, Asker("en", "Scotland"))
    assert scotland["line"] == scotland["helpline"], "it names none for that nation"


# --- contacts that nobody checked lately, and nations without a group ------------------------------


def test_no_sentence_gives_a_number_that_no_card_may_give(composer: Composer) -> None:
    forgotten = with_contacts_checked(composer, 400)
    answer, _ = ask(forgotten, "find_service", force_id="bedfordshire")
    line = composer.snapshot.services[HELPLINES["England"]].contacts[0].value
    assert answer.services == ()
    assert line not in "\n".join((*answer.body, *answer.more, *answer.short))


def test_a_line_that_has_no_contact_left_fills_no_sentence() -> None:
    directory = snapshot_of(service(HELPLINES["England"], by_and_for=False), service("group", PHONE))
    plan = brief(ServiceFilter(True, (), (), (), {}))
    group = f"group {PHONE.value}"
    assert words([plan], directory, ENGLAND) == {"by_and_for": group, "who_first": group}
    assert words([], directory, ENGLAND) == {}


def test_the_emergency_number_is_given_whatever_its_age(composer: Composer) -> None:
    answer, _ = ask(with_contacts_checked(composer, 4000), "data_sharing")
    assert "999" in answer.body[-1]
    assert "999" in "\n".join(answer.short)


def test_contacts_that_were_not_checked_lately_say_so(composer: Composer) -> None:
    fresh, _ = ask(composer, "find_service")
    older, _ = ask(with_contacts_checked(composer, 200), "find_service")
    assert older.services
    assert len(older.notices) == len(fresh.notices) + 1


@pytest.mark.parametrize("topic", ["data_sharing", "find_service", "firewall", "counselling"])
def test_a_general_line_is_never_called_a_group_by_and_for(composer: Composer, topic: str) -> None:
    """data/briefs/README.md: "no general service is ever called by-and-for"."""
    answer, _ = ask(composer, topic, force_id="psni")
    line = composer.snapshot.services[HELPLINES["Northern Ireland"]].contacts[0].value
    told = (*answer.body, *answer.more)
    praised = [text for text in told if "run by" in text and line in text]
    assert praised == []
    assert any(line in text for text in told), "it is named all the same"
