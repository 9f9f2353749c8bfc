"""How old a record is, and the sources under an answer. Threats: what nobody has checked for years is given as today's;
a page is listed twice, or what is read now stands behind what is not."""

from __future__ import annotations

import datetime

import pytest

from bot.answers.briefs import Point
from bot.answers.evidence import Age, age, records_of, sources_of
from bot.knowledge.records import NATIONS, Source
from tests.answers.small import CHECKED, PAGE, Record, evidence, fact, service, snapshot_of

FRESH, OLD, SILENT = Age(old=False, silent=False), Age(old=True, silent=False), Age(old=True, silent=True)


@pytest.mark.parametrize(
    ("record", "days", "state"),
    [
        (fact("a"), 0, FRESH),
        (fact("a"), 365, FRESH),
        (fact("a"), 366, OLD),
        (fact("a"), 730, OLD),
        (fact("a"), 731, SILENT),
        (evidence("b"), 365, FRESH),
        (evidence("b"), 366, OLD),
        (evidence("b"), 731, SILENT),
        (service("c"), 180, FRESH),
        (service("c"), 181, OLD),
        (service("c"), 360, OLD),
        (service("c"), 361, SILENT),
    ],
)
def test_a_fact_counts_for_a_year_a_contact_for_180_days_and_after_twice_that_neither(
    record: Record, days: int, state: Age
) -> None:
    assert age(record, CHECKED + datetime.timedelta(days)) == state


def test_the_day_of_the_last_check_counts_and_not_that_of_the_event() -> None:
    assert age(fact("a", event_date="1998"), CHECKED) == FRESH


def test_a_clock_that_is_behind_makes_nothing_old() -> None:
    assert age(fact("a"), CHECKED - datetime.timedelta(400)) == FRESH


def point(*, facts: tuple[str, ...] = (), about: tuple[str, ...] = ()) -> Point:
    """A point that rests on these facts and this evidence."""
    return Point("a", "talk", facts, about, (), (), (), NATIONS, False, True)


def test_a_point_rests_on_its_facts_and_then_on_its_evidence() -> None:
    snapshot = snapshot_of(evidence("e"), fact("g"), fact("f"), fact("other"))
    assert [one.id for one in records_of(point(facts=("f", "g"), about=("e",)), snapshot)] == ["f", "g", "e"]
    assert records_of(point(), snapshot) == []


def test_a_point_that_rests_on_what_does_not_exist_is_an_error_that_names_it() -> None:
    with pytest.raises(KeyError, match="no-such-fact"):
        records_of(point(facts=("no-such-fact",)), snapshot_of())


def page(title: str) -> Source:
    """A source of that title."""
    return Source(title, None, f"https://x.org/{title}", None)


def test_what_is_read_now_stands_before_what_waits() -> None:
    now, later = fact("a", sources=(page("now"),)), evidence("b", source=page("later"))
    assert [(one.title, one.waiting) for one in sources_of([now], [later])] == [("now", False), ("later", True)]


def test_a_page_stands_there_once_and_does_not_wait_where_something_now_rests_on_it() -> None:
    shown = sources_of([fact("a"), fact("b")], [evidence("c")])
    assert [(one.title, one.waiting) for one in shown] == [(PAGE.title, False)]


def test_two_pages_of_one_title_are_two() -> None:
    other = Source(PAGE.title, PAGE.publisher, "https://y.org", PAGE.page_date)
    assert len(sources_of([fact("a"), fact("b", sources=(other,))], [])) == 2


def test_the_first_source_of_a_fact_is_its_main_one() -> None:
    assert [one.title for one in sources_of([fact("a", sources=(page("main"), page("second")))], [])] == ["main"]


def test_a_source_says_who_when_where_and_when_it_was_checked() -> None:
    (shown,) = sources_of([evidence("a", checked_on="2026-02-03")], [])
    assert (shown.publisher, shown.date, shown.url, shown.checked_on) == (
        PAGE.publisher,
        PAGE.page_date,
        PAGE.url,
        "2026-02-03",
    )
