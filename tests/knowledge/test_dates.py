"""Dates as the dossier writes them. Threat: a misread date shows an old figure as today's practice."""

from __future__ import annotations

import pytest

from bot.knowledge.dates import PartialDate, Period, parse, sort_key


def one(year: int, month: int | None = None, day: int | None = None) -> Period:
    """The period of a single date."""
    return Period(PartialDate(year, month, day), PartialDate(year, month, day))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        pytest.param("2018", one(2018), id="year"),
        pytest.param("2018-05", one(2018, 5), id="month"),
        pytest.param("2018-05-14", one(2018, 5, 14), id="day"),
        pytest.param("  2018-05-14 ", one(2018, 5, 14), id="spaces around"),
        pytest.param("2018-05 (asked by the BBC)", one(2018, 5), id="remark behind"),
        pytest.param("2018, updated 2021", one(2018), id="the first date counts"),
        pytest.param("2020-04 to 2023-03", Period(PartialDate(2020, 4), PartialDate(2023, 3)), id="period of months"),
        pytest.param("2019 to 2023-03-31", Period(PartialDate(2019), PartialDate(2023, 3, 31)), id="unequal ends"),
        pytest.param(
            "2020 to 2023 (three years)", Period(PartialDate(2020), PartialDate(2023)), id="period with a remark"
        ),
        pytest.param("2020 to date", one(2020), id="an end that is no date"),
        pytest.param("undated", None, id="undated"),
        pytest.param("May 2018", None, id="month in words"),
        pytest.param("about 2018", None, id="a guess"),
        pytest.param("20185", None, id="five digits"),
        pytest.param("201", None, id="three digits"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="null"),
    ],
)
def test_parse(text: str | None, period: Period | None) -> None:
    assert parse(text) == period


def test_newest_first_goes_by_the_end_of_a_period_and_undated_stands_last() -> None:
    mixed = ["2023", "2018-12 to 2023-04-01", "undated", "2023-12-31", "2018-05-14", "2020 to 2024-01", "2023-04-02"]
    newest_first = [
        "2020 to 2024-01",
        "2023-12-31",
        "2023-04-02",
        "2018-12 to 2023-04-01",
        "2023",
        "2018-05-14",
        "undated",
    ]
    assert sorted(mixed, key=sort_key, reverse=True) == newest_first


def test_what_has_no_date_sorts_as_oldest() -> None:
    assert sort_key(None) == sort_key("undated") == (0, 0, 0)
    assert sort_key("undated") < sort_key("1900")
