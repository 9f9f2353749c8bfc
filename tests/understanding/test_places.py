"""Places as people write them lead to one force, to a question, or to nothing; never to a wrong force."""

from __future__ import annotations

import pytest

from bot.knowledge.snapshot import Snapshot
from bot.understanding.places import PlaceFinder
from bot.understanding.text import clean


@pytest.fixture(scope="module")
def finder(snapshot: Snapshot) -> PlaceFinder:
    """The finder over the whole gazetteer."""
    return PlaceFinder(snapshot)


@pytest.mark.parametrize(
    ("text", "force"),
    [
        ("i live in luton", "bedfordshire"),
        ("Luton", "bedfordshire"),
        ("vivo en Leeds con mi marido", "west-yorkshire"),
        ("hackney", "metropolitan-police"),
        ("the met police", "metropolitan-police"),
        ("what does GMP do", "greater-manchester"),
        ("i am in glasgow", "police-scotland"),
        ("belfast", "psni"),
        ("cardiff", "south-wales"),
        ("my postcode is LU4", "bedfordshire"),
        ("LU4 2AB", "bedfordshire"),
        ("west yorkshire police", "west-yorkshire"),
        ("northamptonshire", "northamptonshire"),
    ],
)
def test_a_place_leads_to_its_force(finder: PlaceFinder, text: str, force: str) -> None:
    found = finder.find(clean(text))
    assert found.place is not None
    assert found.place.force_id == force


def test_a_name_that_stands_for_several_places_is_asked_about(finder: PlaceFinder) -> None:
    found = finder.find("newport")
    assert found.place is None
    assert len({place.force_id for place in found.candidates}) > 1


def test_a_postcode_across_two_forces_is_asked_about(finder: PlaceFinder) -> None:
    found = finder.find("LU1 2AB")
    assert found.place is None
    assert {place.force_id for place in found.candidates} == {"bedfordshire", "hertfordshire"}


@pytest.mark.parametrize(
    "text", ["he reads my messages", "i want to be safe", "he is in bed with a knife", "mexico", "everywhere", "x", "é"]
)
def test_ordinary_words_and_foreign_places_are_no_place(finder: PlaceFinder, text: str) -> None:
    found = finder.find(clean(text))
    assert found.place is None
    assert found.candidates == ()


def test_a_place_inside_another_word_is_no_place(finder: PlaceFinder) -> None:
    assert finder.find("bathing my child").place is None


def test_every_place_that_is_found_has_a_force_of_the_dossier(finder: PlaceFinder, snapshot: Snapshot) -> None:
    for places in finder._named.values():
        assert all(place.force_id in snapshot.forces for place in places)
