"""The audit finds nothing of the made-up people, and finds what is planted."""

from __future__ import annotations

import re

import pytest

from bot.audit.run import MEMORY, Row, audit
from tests import parts


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    """The whole audit, run once with the real server, PostgreSQL and the stand-in of the provider."""
    parts.program("postgresql")
    return {row.place: row for row in audit(lambda _line: None)}


def test_nothing_is_found_outside_the_memory_of_the_process(rows: dict[str, Row]) -> None:
    searched = {place: row.found for place, row in rows.items() if row.found is not None and place != MEMORY}
    assert searched == dict.fromkeys(
        (
            "files open though deleted",
            "log at DEBUG",
            "SQLite",
            "provider's message records",
            "PostgreSQL",
            "files written anywhere",
        ),
        0,
    )


def test_every_search_finds_a_planted_leak(rows: dict[str, Row]) -> None:
    assert {place for place, row in rows.items() if row.planted_found is not True} == {"Redis"}


def test_the_provider_holds_no_record_at_the_end(rows: dict[str, Row]) -> None:
    assert re.match(r"0 records", rows["provider's message records"].note)


def test_every_channel_and_every_ending_was_searched_for(rows: dict[str, Row]) -> None:
    people = 4 * 5  # text, WhatsApp, web, page; silence, hide, stop, a crash, and after it
    assert rows["log at DEBUG"].searched == 5 * people
