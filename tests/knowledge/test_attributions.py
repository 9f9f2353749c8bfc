"""The attributions that licences require. Threat: without them the place data may not be used."""

from __future__ import annotations

import csv

import pytest

from bot.knowledge.attributions import attributions
from bot.knowledge.dossier import PLACE_FILES
from bot.paths import DOSSIER

OWNERS = {
    "OS ": ("Contains OS data", "Crown copyright and database right"),
    "Code-Point": ("Contains Royal Mail data", "Royal Mail copyright and database right"),
    "ONS": ("Office for National Statistics", "Open Government Licence v3.0"),
    "FSA": ("Food Standards Agency", "Open Government Licence v3.0"),
    "GeoNames": ("Contains data from GeoNames", "CC BY 4.0", "creativecommons.org/licenses/by/4.0/", "changed:"),
}  # what the licence of each source wants to be said, by the word that names the source in the `basis` column
OUR_OWN = ("general-knowledge", "(rule)", "union of its lettered sub-districts")


@pytest.mark.parametrize(("owner", "wanted"), OWNERS.items(), ids=OWNERS)
def test_each_owner_is_named_in_one_line(owner: str, wanted: tuple[str, ...]) -> None:
    assert len([line for line in attributions() if all(words in line for words in wanted)]) == 1


def test_there_is_no_other_line_and_none_twice() -> None:
    assert len(attributions()) == len(set(attributions())) == len(OWNERS)


def test_they_are_ready_to_be_shown() -> None:
    for line in attributions():
        assert line == line.strip()
        assert line[0].isupper()
        assert line.endswith(".")
        assert not set("#|`*") & set(line), "no mark of the file they stand in"


@pytest.mark.parametrize("name", PLACE_FILES)
def test_every_row_comes_from_an_owner_who_is_named(name: str) -> None:
    with (DOSSIER / name).open(encoding="utf-8", newline="") as file:
        bases = {row["basis"] for row in csv.DictReader(file)}
    assert bases
    assert [basis for basis in bases if not any(known in basis for known in (*OWNERS, *OUR_OWN))] == []
