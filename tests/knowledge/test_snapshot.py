"""What the program knows against what the files say. Threats: an entry is lost or invented on the way; a number that is
wrong, withheld or doubtful is shown, and she tells a stranger."""

from __future__ import annotations

import csv
import re
from dataclasses import asdict
from itertools import chain
from typing import Any, Iterator

import phonenumbers
import pytest

from bot import yaml_files
from bot.knowledge.dates import sort_key
from bot.knowledge.dossier import FACT_FILES, PLACE_FILES, SERVICE_FILES
from bot.knowledge.records import NATIONS
from bot.knowledge.snapshot import ALWAYS_OPEN, Snapshot
from bot.paths import DOSSIER

DIALLED = ("freephone", "phone", "whatsapp", "sms")
FORCES = yaml_files.read(DOSSIER / "forces.yml")


def entries(*names: str) -> list[dict[str, Any]]:
    """The entries of some files, as they are written."""
    return list(chain.from_iterable(yaml_files.read(DOSSIER / name) for name in names))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table, as they are written."""
    with (DOSSIER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digits(text: str) -> str:
    """The digits of a number in its national form."""
    found = re.sub("[^0-9]", "", text)
    return "0" + found[2:] if found.startswith("44") else found


def texts(value: object) -> Iterator[str]:
    """Every text and number in a record, at any depth."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner)
    elif value is not None:
        yield str(value)


def test_every_fact_is_kept_under_its_id(snapshot: Snapshot) -> None:
    assert {key: fact.claim for key, fact in snapshot.facts.items()} == {
        entry["id"]: entry["claim"] for entry in entries(*FACT_FILES)
    }


def test_every_force_is_kept_under_its_id(snapshot: Snapshot) -> None:
    assert {key: (force.name, force.nation) for key, force in snapshot.forces.items()} == {
        entry["id"]: (entry["name"], entry["nation"]) for entry in FORCES["forces"]
    }


def test_every_piece_of_evidence_is_kept_under_its_id_with_its_force(snapshot: Snapshot) -> None:
    written = {item["id"]: force["id"] for force in FORCES["forces"] for item in force["evidence"]}
    written |= {item["id"]: None for item in FORCES["national_evidence"]}
    assert {key: item.force_id for key, item in snapshot.evidence.items()} == written


def test_every_service_is_kept_under_its_id(snapshot: Snapshot) -> None:
    assert {key: service.name for key, service in snapshot.services.items()} == {
        entry["id"]: entry["name"] for entry in entries(*SERVICE_FILES)
    }


def test_every_place_is_kept_with_its_force(snapshot: Snapshot) -> None:
    authorities, towns, outcodes = (rows(name) for name in PLACE_FILES)
    assert {key: one.force_id for key, one in snapshot.local_authorities.items()} == {
        row["code"]: row["force_id"] for row in authorities
    }
    assert [(one.name, one.local_authority, one.force_id) for one in snapshot.places] == [
        (row["name"], row["local_authority_code"], row["force_id"]) for row in towns
    ]
    assert {key: ";".join(one.force_ids) for key, one in snapshot.outcodes.items()} == {
        row["outcode"]: row["force_ids"] for row in outcodes
    }


def test_counts(snapshot: Snapshot) -> None:
    """Threat: a file is cut short, and what is left agrees with itself. Raise a number where the dossier grew."""
    assert len(snapshot.facts) >= 305
    assert len(snapshot.evidence) >= 52
    assert len(snapshot.services) >= 180
    assert len(snapshot.forces) == 48, "43 of England and Wales, Scotland, Northern Ireland, and three without an area"
    assert len(snapshot.local_authorities) == 361
    assert len(snapshot.places) >= 20_400
    assert len(snapshot.outcodes) >= 2_954


def test_every_force_with_an_area_polices_some_place(snapshot: Snapshot) -> None:
    policing = {authority.force_id for authority in snapshot.local_authorities.values()}
    assert {force.id for force in snapshot.forces.values() if force.nation != "UK-wide"} == policing


def test_a_fact_of_the_uk_holds_in_each_nation(snapshot: Snapshot) -> None:
    for entry in entries(*FACT_FILES):
        wanted = NATIONS if "UK" in entry["jurisdiction"] else tuple(entry["jurisdiction"])
        assert snapshot.facts[entry["id"]].nations == wanted


def test_figures_are_those_of_the_files(snapshot: Snapshot) -> None:
    written = {entry["id"]: entry.get("figures") or {} for entry in entries(*FACT_FILES)}
    assert {key: fact.figures for key, fact in snapshot.facts.items()} == written


def test_the_main_source_stands_first_and_is_not_repeated(snapshot: Snapshot) -> None:
    for entry in entries(*FACT_FILES):
        sources = snapshot.facts[entry["id"]].sources
        assert sources[0].title == entry["source"]["title"]
        assert sources[0].url == entry["source"].get("url")
        assert len(set(sources)) == len(sources)


def test_the_newest_evidence_of_a_force_stands_first(snapshot: Snapshot) -> None:
    assert any(len(force.evidence) > 1 for force in snapshot.forces.values())
    for force in snapshot.forces.values():
        ages = [sort_key(item.event_date) for item in force.evidence]
        assert ages == sorted(ages, reverse=True)
        assert all(item.force_id == force.id for item in force.evidence)


def test_contacts_of_low_confidence_are_not_shown(snapshot: Snapshot) -> None:
    written = {entry["id"]: entry for entry in entries(*SERVICE_FILES)}
    low = [key for key, entry in written.items() if entry["confidence"] == "low"]
    assert any(written[key]["contacts"] for key in low), "there is something that could be shown"
    assert [key for key in low if snapshot.services[key].contacts] == []


def test_all_other_contacts_are_shown_once_in_the_order_of_the_file(snapshot: Snapshot) -> None:
    for entry in entries(*SERVICE_FILES):
        if entry["confidence"] == "low":
            continue
        written = [
            (contact["kind"], digits(printed(contact)) if contact["kind"] in DIALLED else printed(contact))
            for contact in entry["contacts"]
        ]
        shown = [
            (contact.kind, digits(contact.value) if contact.kind in DIALLED else contact.value)
            for contact in snapshot.services[entry["id"]].contacts
        ]
        assert shown == list(dict.fromkeys(written)), entry["id"]


def printed(contact: dict[str, Any]) -> str:
    """A contact as it is printed on its page."""
    return str(contact.get("national_form") or contact["value"])


def test_nothing_withheld_is_anywhere(snapshot: Snapshot) -> None:
    withheld = [str(entry["value"]) for entry in yaml_files.read(DOSSIER / "withheld.yml")]
    assert withheld
    records = chain(snapshot.facts.values(), snapshot.evidence.values(), snapshot.services.values())
    everything = [text for record in records for text in texts(asdict(record))]
    joined = "\n".join(everything).casefold()
    numbers = "\n".join(digits(text) for text in everything)
    for value in withheld:
        assert value.casefold() not in joined
        assert not digits(value) or digits(value) not in numbers, value


def test_numbers_are_written_as_they_are_dialled(snapshot: Snapshot) -> None:
    numbers = {
        contact.value
        for service in snapshot.services.values()
        for contact in service.contacts
        if contact.kind in DIALLED
        and not re.match(r"[0-9]{5} \(", contact.value)  # a short number and what to write to it
    }
    assert len(numbers) > 60
    for number in numbers:
        if re.fullmatch("[0-9 ]{3,7}", number):
            continue  # a short number is dialled as it is
        parsed = phonenumbers.parse(number, "GB")
        assert number.startswith("0"), number
        assert phonenumbers.is_valid_number(parsed), number
        assert number == phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)


@pytest.mark.parametrize(
    ("service", "number"),
    [
        pytest.param("southall-black-sisters", "020 8571 0800", id="printed as 0208 571 0800"),
        pytest.param("national-domestic-abuse-helpline-refuge", "0808 200 0247", id="freephone"),
        pytest.param("police-101", "101", id="short number"),
    ],
)
def test_a_number_as_it_is_shown(snapshot: Snapshot, service: str, number: str) -> None:
    assert number in [contact.value for contact in snapshot.services[service].contacts]


@pytest.mark.parametrize(
    ("hours", "always"),
    [
        pytest.param("24 hours", True, id="24 hours"),
        pytest.param("24/7", True, id="24/7"),
        pytest.param("24 hours, 7 days", True, id="with the days"),
        pytest.param("24 hours, 365 days", True, id="with the days of the year"),
        pytest.param("any hour, every day", True, id="in words"),
        pytest.param("24 hours, Mon-Fri", False, id="not at the weekend"),
        pytest.param("24/7 (another page says 9-5)", False, id="doubted"),
        pytest.param("Mon-Fri 09:00-17:00", False, id="office hours"),
        pytest.param("", False, id="not said"),
    ],
)
def test_day_and_night_is_said_only_where_the_hours_say_so(hours: str, always: bool) -> None:
    """Threat: she rings at night, and nobody answers."""
    assert bool(ALWAYS_OPEN.match(hours)) is always


def test_a_service_that_says_nothing_of_its_hours_is_not_called_always_open(snapshot: Snapshot) -> None:
    silent = {entry["id"] for entry in entries(*SERVICE_FILES) if not any(one["hours"] for one in entry["contacts"])}
    shown = [one for key in silent for one in snapshot.services[key].contacts]
    assert shown
    assert [one for one in shown if one.always_open] == []
