"""Figures, dates and numbers in sentences. Threats: a figure without its fact, a withheld number, half a sentence, a
date that reads as another one."""

from __future__ import annotations

import pytest

from bot.answers import i18n
from bot.answers.compose import Composer
from bot.answers.figures import CONTACT_WORDS, date_text, figure_text, make_filler
from bot.answers.locale_check import sentences
from bot.errors import LocaleError
from bot.knowledge.records import Contact, Figure
from bot.languages import languages
from tests.answers.small import evidence, fact, service, snapshot_of

WORDS = frozenset(  # what routing, the settings and the languages fill; everything else is filled from the dossier
    ("by_and_for", "helpline", "line", "who_first", "languages", "run_by", "retention_minutes", "force")
).union(f"word_{name}" for name in ("menu", "person", "more", "hide", "stop"))
OF_THEIR_OWN = ("common", "page")  # namespaces whose sentences are filled where they are used
FILLER = make_filler(
    snapshot_of(
        fact("a-fact", figures={"women": 2656, "from": "2020-04"}, event_date="2020-04 to 2023-03-31 (three years)"),
        evidence("a-letter", figures={"share": 0.5}, event_date=None),
        service(
            "a-line",
            Contact("web", "https://x.org", False),
            Contact("phone", "020 7000 0000", False),
            Contact("freephone", "0800 000 0000", True),
            name="A line (for women): and more",
        ),
        service("emergency-999", Contact("emergency", "999", True)),
        service("withheld"),
    )
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a_fact__women", "2,656", id="figure of a fact"),
        pytest.param("a_letter__share", "0.5", id="figure of evidence"),
        pytest.param("a_fact__from", "April 2020", id="date among the figures"),
        pytest.param("date__a_fact", "April 2020 to 31 March 2023", id="date of a fact"),
        pytest.param("year__a_fact", "2023", id="year in which a period ends"),
        pytest.param("name__a_line", "A line", id="name without its remarks"),
        pytest.param("phone__a_line", "0800 000 0000", id="the free number before the other"),
        pytest.param("phone__emergency_999", "999", id="emergency number"),
        pytest.param("sms__emergency_999", "999", id="emergency number for a text"),
        pytest.param("web__a_line", "https://x.org", id="web page"),
    ],
)
def test_a_placeholder_is_filled_from_the_record_that_it_names(name: str, text: str) -> None:
    assert FILLER.value(name, "en") == text


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("a_fact__men", id="no such figure"),
        pytest.param("no_fact__women", id="no such fact"),
        pytest.param("a-fact__women", id="written with a dash"),
        pytest.param("date__a_letter", id="undated"),
        pytest.param("date__no_fact", id="date of no fact"),
        pytest.param("year__a_line", id="year of a service"),
        pytest.param("phone__withheld", id="no contact that may be shown"),
        pytest.param("sms__a_line", id="no contact of that kind"),
        pytest.param("phone__a_fact", id="number of a fact"),
        pytest.param("name__no_line", id="no such service"),
        pytest.param("nonsense", id="no such word"),
    ],
)
def test_what_is_not_known_or_withheld_has_no_value(name: str) -> None:
    assert FILLER.value(name, "en") is None


def test_a_sentence_that_would_be_half_said_is_not_said() -> None:
    key = "common.join.or"
    assert FILLER.fill(key, "en", {"first": "Anna", "second": "Bo"}) == "Anna or Bo"
    assert FILLER.fill(key, "en", {"first": "Anna"}) is None


def test_a_number_that_is_withheld_takes_its_sentence_with_it() -> None:
    """The block and the points on 999 ask for that number; without it nothing of them may be said."""
    line = service("emergency-999")
    assert "999" in (FILLER.fill("shared.points.danger_line", "en", {}) or "")
    assert make_filler(snapshot_of(line)).fill("shared.points.danger_line", "en", {}) is None


def test_a_sentence_that_does_not_exist_is_an_error_that_names_it() -> None:
    with pytest.raises(LocaleError, match=r"evidence\.no-such-thing\.text"):
        FILLER.fill("evidence.no-such-thing.text", "en", {})


def test_a_word_goes_before_a_record_of_that_name() -> None:
    filler = make_filler(snapshot_of(fact("first", figures={"x": 1})))
    assert filler.fill("common.join.or", "en", {"first": "this", "second": "that"}) == "this or that"


@pytest.mark.parametrize("language", languages())
def test_every_placeholder_of_every_sentence_names_something_that_exists(composer: Composer, language: str) -> None:
    """A misspelt one would not be shown: its whole paragraph would be left out, and nobody would notice."""
    filler = composer.filler
    unknown = []
    for key in sentences(language):
        if key.split(".")[0] in OF_THEIR_OWN:
            continue
        for name in i18n.placeholders(key, language):
            kind, _, tail = name.partition("__")
            if kind in CONTACT_WORDS:
                known = filler.ids.get(tail) in composer.snapshot.services  # its contact may be withheld
            else:
                known = name in WORDS or filler.value(name, language) is not None
            if not known:
                unknown.append((key, name))
    assert unknown == []


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        pytest.param(537, "537", id="small"),
        pytest.param(2656, "2,656", id="thousands"),
        pytest.param(1_234_567, "1,234,567", id="millions"),
        pytest.param(12.0, "12", id="whole"),
        pytest.param(33.5, "33.5", id="decimals"),
        pytest.param("2018", "2018", id="year"),
        pytest.param("2020-04", "April 2020", id="month"),
        pytest.param("2019-10-05", "5 October 2019", id="day"),
        pytest.param("2020-04 to 2023-03", "April 2020 to March 2023", id="period"),
        pytest.param("0808 2000 247", "0808 2000 247", id="telephone number"),
        pytest.param("18001 101", "18001 101", id="number through a relay"),
        pytest.param("over 1 in 2", "over 1 in 2", id="words"),
        pytest.param("Mon-Fri 09:30-15:00", "Mon-Fri 09:30-15:00", id="hours"),
    ],
)
def test_a_figure_in_english(figure: Figure, text: str) -> None:
    assert figure_text(figure, "en") == text


def test_figures_and_dates_are_written_as_the_language_has_them() -> None:
    assert figure_text(33.5, "es") == "33,5"
    assert figure_text("2019-10-05", "es") == "5 de octubre de 2019"
    assert figure_text("2020-04", "ar") == "أبريل 2020"
    assert "2,656" not in figure_text(2656, "es"), "a comma stands before decimals there"


@pytest.mark.parametrize("language", languages())
def test_each_month_has_a_name_of_its_own(language: str) -> None:
    months = {date_text(f"2020-{number:02}", language) for number in range(1, 13)}
    assert len(months) == 12
    assert None not in months


@pytest.mark.parametrize("text", [None, "", "undated", "about 2018"])
def test_what_is_no_date_is_not_worded_as_one(text: str | None) -> None:
    assert date_text(text, "en") is None


@pytest.mark.parametrize("figure", ["2023-24", "0800-111 222", "0116-255 6234"])
def test_what_only_looks_like_a_date_is_shown_as_it_is_written(figure: str) -> None:
    assert figure_text(figure, "en") == figure
