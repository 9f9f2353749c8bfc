"""Every kind of fault that the dossier can have, one case each: the message says file, entry, problem and remedy.

Threat: a slip in a data file sends her to a stranger's telephone, to the wrong force, or to an old figure.
"""

from __future__ import annotations

import copy
import csv
import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable

import pytest
import yaml

from bot import yaml_files
from bot.errors import Fault, KnowledgeError
from bot.knowledge.check import check, stale
from bot.knowledge.dossier import ALL_FILES, FACT_FILES, read_dossier
from bot.paths import DOSSIER
from bot.topics import topics

KEPT = {
    "facts.yml": ("bbc-foi-2018-27-of-45-forces",),
    "forces.yml": ("avon-and-somerset", "gwent"),
    "services_by_and_for.yml": ("southall-black-sisters",),
    "services_national.yml": ("relay-uk-18000", "forced-marriage-unit"),
}  # what the small dossier keeps of the real one; of every other list, the first entry
FACT, FORCE, OWN = "bbc-foi-2018-27-of-45-forces", "avon-and-somerset", "avon-somerset-supercomplaint-response"
NATIONAL, SERVICE, LINE = "national-2023-dac", "southall-black-sisters", "forced-marriage-unit"
DAY = datetime.timedelta(days=1)

Edit = Callable[[Any], object]


@lru_cache(maxsize=1)
def small_dossier() -> dict[str, Any]:
    """A few entries of the real dossier that need no others, by file."""
    files: dict[str, Any] = {
        name: yaml_files.read(DOSSIER / name) if name.endswith(".yml") else rows(DOSSIER / name) for name in ALL_FILES
    }
    for name, content in files.items():
        if isinstance(content, list) and name not in ("withheld.yml",) and not name.startswith("places/"):
            ids = KEPT.get(name, (content[0]["id"],))
            files[name] = [entry for entry in content if entry["id"] in ids]
    forces = files["forces.yml"]
    forces["forces"] = [force for force in forces["forces"] if force["id"] in KEPT["forces.yml"]]
    forces["national_evidence"] = forces["national_evidence"][:1]
    authorities = [row for row in files["places/local_authorities.csv"] if row["force_id"] == "gwent"]
    codes = {row["code"] for row in authorities}
    files["places/local_authorities.csv"] = authorities
    files["places/towns.csv"] = [row for row in files["places/towns.csv"] if row["local_authority_code"] in codes][:2]
    files["places/outcodes.csv"] = [
        row
        for row in files["places/outcodes.csv"]
        if row["force_ids"] == "gwent" and codes.issuperset(row["local_authority_codes"].split(";"))
    ][:2]
    return files


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(folder: Path, name: str, content: Any) -> None:
    """Write one file of a dossier."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith(".yml"):
        path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(content[0]))
        writer.writeheader()
        writer.writerows(content)


def change(folder: Path, name: str, edit: Edit) -> None:
    """Change one file of a dossier: `edit` gets the entries and alters them in place."""
    path = folder / name
    content = yaml_files.read(path) if name.endswith(".yml") else rows(path)
    edit(content)
    write(folder, name, content)


def copy_to(folder: Path) -> Path:
    """A copy of the small dossier in `folder`."""
    for name, content in copy.deepcopy(small_dossier()).items():
        write(folder, name, content)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small dossier without faults."""
    return copy_to(tmp_path / "knowledge")


def faults(folder: Path) -> list[Fault]:
    """All faults of the dossier, those of its files or else those of its entries."""
    try:
        return check(read_dossier(folder), topics())
    except KnowledgeError as error:
        return list(error.faults)


def test_the_real_dossier_has_no_fault() -> None:
    assert [str(fault) for fault in check(read_dossier(DOSSIER), topics())] == []


def test_the_small_dossier_has_no_fault(folder: Path) -> None:
    assert faults(folder) == []


def entry(**changes: Any) -> Edit:
    """Changes the first entry of a list; None takes a key away."""

    def edit(entries: list[dict[str, Any]]) -> None:
        for key, value in changes.items():
            if value is None:
                entries[0].pop(key)
            else:
                entries[0][key] = value

    return edit


def force(**changes: Any) -> Edit:
    """Changes the first force."""
    return lambda content: entry(**changes)(content["forces"])


def own(**changes: Any) -> Edit:
    """Changes the evidence of the first force."""
    return lambda content: entry(**changes)(content["forces"][0]["evidence"])


def national(**changes: Any) -> Edit:
    """Changes the national evidence."""
    return lambda content: entry(**changes)(content["national_evidence"])


def contact(**changes: Any) -> Edit:
    """Changes the first contact of the first service."""
    return lambda services: entry(**changes)(services[0]["contacts"])


def twice(content: list[dict[str, Any]]) -> None:
    """Puts the first entry in a second time."""
    content.append(content[0])


NATIONS = "England, Wales, Scotland, Northern Ireland"
KINDS = "emergency, freephone, phone, sms, textphone, whatsapp, webchat, web, email, video_relay"
FINDINGS = (
    "shares, shares_in_some_cases, says_does_not_share, has_policy, pledge, no_policy, "
    "refused_or_no_data, not_established"
)
BY, LINES = "services_by_and_for.yml", "services_national.yml"
AUTHORITIES, TOWNS, OUTCODES = "places/local_authorities.csv", "places/towns.csv", "places/outcodes.csv"
UNLISTED_FORCE = "the force 'kent' is not in forces.yml. Use the id of a force."
UNLISTED_AUTHORITY = "the local authority 'E1' is not in local_authorities.csv. Use a code of that file."
MERGE = "Merge the two or give one another id."
SOURCELESS = "has no source. Add 'source' with title, url and page_date."
WITHHELD = "Remove it; withheld.yml says why."

CASES = [
    # every list: ids
    ("fact without id", "facts.yml", entry(id=""), "entry: a fact or evidence has no 'id'. Give it a 'id'."),
    ("fact twice", "facts.yml", twice, f"{FACT}: this fact or evidence stands in facts.yml already. {MERGE}"),
    (
        "evidence with the id of a fact",
        "forces.yml",
        own(id=FACT),
        f"{FACT}: this fact or evidence stands in facts.yml already. {MERGE}",
    ),
    (
        "force twice",
        "forces.yml",
        lambda all_: all_["forces"].append({**all_["forces"][1]}),
        f"gwent: this force stands in forces.yml already. {MERGE}",
    ),
    ("service twice", LINES, twice, f"relay-uk-18000: this service stands in {LINES} already. {MERGE}"),
    ("service in two files", LINES, entry(id=SERVICE), f"{SERVICE}: this service stands in {BY} already. {MERGE}"),
    (
        "local authority twice",
        AUTHORITIES,
        twice,
        f"W06000018: this local authority stands in {AUTHORITIES} already. {MERGE}",
    ),
    ("outcode twice", OUTCODES, twice, f"CF81: this outcode stands in {OUTCODES} already. {MERGE}"),
    # facts
    ("fact without claim", "facts.yml", entry(claim=" "), f"{FACT}: 'claim' is missing. Add 'claim'."),
    ("fact without topic", "facts.yml", entry(topic=None), f"{FACT}: 'topic' is missing. Add 'topic'."),
    ("fact without date", "facts.yml", entry(event_date=None), f"{FACT}: 'event_date' is missing. Add 'event_date'."),
    (
        "unknown status",
        "facts.yml",
        entry(status="true"),
        f"{FACT}: 'status' is 'true'. Use one of: current, historical, superseded, unclear.",
    ),
    (
        "fact without confidence",
        "facts.yml",
        entry(confidence=None),
        f"{FACT}: 'confidence' is 'None'. Use one of: high, medium, low.",
    ),
    (
        "no jurisdiction",
        "facts.yml",
        entry(jurisdiction=[]),
        f"{FACT}: 'jurisdiction' is empty. List one of: {NATIONS}, UK.",
    ),
    (
        "jurisdiction that is no list",
        "facts.yml",
        entry(jurisdiction="UK"),
        f"{FACT}: 'jurisdiction' is empty. List one of: {NATIONS}, UK.",
    ),
    (
        "unknown jurisdiction",
        "facts.yml",
        entry(jurisdiction=["Jersey"]),
        f"{FACT}: 'jurisdiction' has 'Jersey'. Use one of: {NATIONS}, UK.",
    ),
    ("fact without source", "facts.yml", entry(source=None), f"{FACT}: {SOURCELESS}"),
    ("source without title", "facts.yml", entry(source={"url": "https://x.org"}), f"{FACT}: {SOURCELESS}"),
    (
        "source address that is none",
        "facts.yml",
        entry(source={"title": "A", "url": "x.org"}),
        f"{FACT}: the source address 'x.org' is no web address. Begin it with https:// or write null.",
    ),
    (
        "further source address that is none",
        "facts.yml",
        entry(extra_sources=[{"title": "A", "url": "ftp://x.org"}]),
        f"{FACT}: the source address 'ftp://x.org' is no web address. Begin it with https:// or write null.",
    ),
    (
        "unknown topic",
        "facts.yml",
        entry(for_topics=["weather"]),
        f"{FACT}: 'for_topics' names 'weather', which is no topic. Use an id of data/topics.yml.",
    ),
    (
        "figure that is a date without quotes",
        "facts.yml",
        entry(figures={"day": datetime.date(2018, 5, 14)}),
        f"{FACT}: the figure 'day' is neither number nor text. Write one value, dates in quotes.",
    ),
    (
        "figure that is withheld",
        "facts.yml",
        entry(figures={"number": "0808 802 9999"}),
        f"{FACT}: the figure 'number' shows a withheld number. {WITHHELD}",
    ),
    # forces and evidence
    ("force without name", "forces.yml", force(name=None), f"{FORCE}: 'name' is missing. Add 'name'."),
    ("force without website", "forces.yml", force(website=None), f"{FORCE}: 'website' is missing. Add 'website'."),
    (
        "force of an unknown nation",
        "forces.yml",
        force(nation="Jersey"),
        f"{FORCE}: 'nation' is 'Jersey'. Use one of: {NATIONS}, UK-wide.",
    ),
    (
        "force without evidence list",
        "forces.yml",
        force(evidence=None),
        f"{FORCE}: 'evidence' is missing. Write 'evidence: []' if nothing is known.",
    ),
    ("evidence without kind", "forces.yml", own(kind=None), f"{OWN}: 'kind' is missing. Add 'kind'."),
    ("evidence without summary", "forces.yml", own(summary=None), f"{OWN}: 'summary' is missing. Add 'summary'."),
    ("finding 'safe'", "forces.yml", own(finding="safe"), f"{OWN}: 'finding' is 'safe'. Use one of: {FINDINGS}."),
    (
        "evidence without confidence",
        "forces.yml",
        own(confidence="sure"),
        f"{OWN}: 'confidence' is 'sure'. Use one of: high, medium, low.",
    ),
    ("evidence without source", "forces.yml", own(source=None), f"{OWN}: {SOURCELESS}"),
    (
        "unknown scope",
        "forces.yml",
        national(scope="most"),
        f"{NATIONAL}: 'scope' is 'most'. Use one of: every_force, national_picture.",
    ),
    (
        "national evidence of no nation",
        "forces.yml",
        national(nations=[]),
        f"{NATIONAL}: 'nations' is empty. List one of: {NATIONS}.",
    ),
    (
        "national evidence of the UK",
        "forces.yml",
        national(nations=["UK"]),
        f"{NATIONAL}: 'nations' has 'UK'. Use one of: {NATIONS}.",
    ),
    # services and contacts
    ("service without name", BY, entry(name=None), f"{SERVICE}: 'name' is missing. Add 'name'."),
    ("service without summary", BY, entry(summary=None), f"{SERVICE}: 'summary' is missing. Add 'summary'."),
    (
        "service of unknown confidence",
        BY,
        entry(confidence="certain"),
        f"{SERVICE}: 'confidence' is 'certain'. Use one of: high, medium, low.",
    ),
    ("service of no nation", BY, entry(nations=None), f"{SERVICE}: 'nations' is empty. List one of: {NATIONS}."),
    ("service without source", BY, entry(source=None), f"{SERVICE}: {SOURCELESS}"),
    (
        "open to somebody else",
        BY,
        entry(open_to="all"),
        f"{SERVICE}: 'open_to' is 'all'. Use one of: minoritised_women.",
    ),
    (
        "unknown warning",
        BY,
        entry(warning="police"),
        f"{SERVICE}: 'warning' is 'police'. Use one of: government_contract.",
    ),
    (
        "language by its name",
        BY,
        entry(languages=["Spanish"]),
        f"{SERVICE}: 'Spanish' is no language code. Use ISO 639 letters, for example 'es' or 'prs'.",
    ),
    ("unknown kind of contact", BY, contact(kind="fax"), f"{SERVICE}: contact kind 'fax'. Use one of: {KINDS}."),
    (
        "number with a digit too many",
        BY,
        contact(value="020 8571 95955"),
        f"{SERVICE}: the number '020 8571 95955' does not parse. Write it as it is dialled in the UK.",
    ),
    (
        "number that is none",
        BY,
        contact(value="ask inside"),
        f"{SERVICE}: the number 'ask inside' does not parse. Write it as it is dialled in the UK.",
    ),
    (
        "textphone without the relay's prefix",
        LINES,
        contact(value="18"),
        "relay-uk-18000: the textphone '18' does not parse. Begin it with 18000 or 18001.",
    ),
    (
        "web address that is none",
        BY,
        contact(kind="web", value="www.x.org"),
        f"{SERVICE}: the address 'www.x.org' is no web address. Begin it with https://.",
    ),
    (
        "withheld number",
        BY,
        contact(value="0808 802 9999"),
        f"{SERVICE}: shows the withheld number '0808 802 9999'. {WITHHELD}",
    ),
    (
        "withheld number in its international form",
        BY,
        contact(value="+44 808 8029999"),
        f"{SERVICE}: shows the withheld number '+44 808 8029999'. {WITHHELD}",
    ),
    # places
    (
        "local authority of no force",
        AUTHORITIES,
        lambda all_: all_[-1].update(force_id="kent"),
        f"W06000022: {UNLISTED_FORCE}",
    ),
    ("town of no force", TOWNS, entry(force_id="kent"), f"Aber-big: {UNLISTED_FORCE}"),
    ("town of no local authority", TOWNS, entry(local_authority_code="E1"), f"Aber-big: {UNLISTED_AUTHORITY}"),
    ("outcode of no force", OUTCODES, entry(force_ids="gwent;kent"), f"CF81: {UNLISTED_FORCE}"),
    (
        "outcode of no local authority",
        OUTCODES,
        entry(local_authority_codes="W06000022;E1"),
        f"CF81: {UNLISTED_AUTHORITY}",
    ),
]


@pytest.mark.parametrize(("file", "edit", "message"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_a_fault_of_an_entry_is_named(folder: Path, file: str, edit: Edit, message: str) -> None:
    change(folder, file, edit)
    assert [str(fault) for fault in faults(folder)] == [f"{file}: {message}"]


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        pytest.param("facts.yml", None, "file: is missing. Restore it from the repository.", id="no file"),
        pytest.param(TOWNS, None, "file: is missing. Restore it from the repository.", id="no table"),
        pytest.param("facts.yml", b"- id: \xe9\n", "byte 6: is not UTF-8. Save the file in UTF-8.", id="Latin-1"),
        pytest.param(
            "facts.yml",
            b"- id: a\n  claim: she said: no\n",
            "line 2: is not valid YAML (mapping values are not allowed in this context). "
            "Mend indentation, quotes or colons near that line.",
            id="colon without quotes",
        ),
        pytest.param(
            "dossier.yml",
            b"- checked_on: '2026-11-23'\n",
            "file: does not hold a mapping. See the file's head for its form.",
            id="list for a mapping",
        ),
        pytest.param(
            "facts.yml",
            b"id: a\n",
            "file: does not hold a list of entries. Begin each entry with '- id:'.",
            id="mapping for a list",
        ),
        pytest.param(
            "withheld.yml",
            b"- 0808 802 9999\n",
            "file: does not hold a list of entries. Begin each entry with '- id:'.",
            id="text for an entry",
        ),
        pytest.param(
            "services_national.yml",
            b"",
            "file: does not hold a list of entries. Begin each entry with '- id:'.",
            id="empty file",
        ),
        pytest.param(
            "forces.yml",
            b"forces: []\n",
            "file: does not hold a list of entries. Begin each entry with '- id:'.",
            id="list left out",
        ),
        pytest.param(
            OUTCODES,
            b"outcode,force_ids\nNP10,gwent\nNP11\n",
            "line 3: has more or fewer columns than the header. Quote names with commas.",
            id="column too few",
        ),
        pytest.param(
            AUTHORITIES,
            b"code,name\nE1,Bristol, City of\n",
            "line 2: has more or fewer columns than the header. Quote names with commas.",
            id="column too many",
        ),
    ],
)
def test_a_fault_of_a_file_is_named(folder: Path, file: str, content: bytes | None, message: str) -> None:
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)
    assert [str(fault) for fault in faults(folder)] == [f"{file}: {message}"]


def test_all_faults_are_named_at_once(folder: Path) -> None:
    """Who mends the dossier sees the whole list, not one fault a run."""
    change(folder, "facts.yml", entry(status="true", source=None))
    change(folder, BY, entry(name=None))
    assert len(faults(folder)) == 3
    for name in FACT_FILES:
        (folder / name).unlink()
    with pytest.raises(KnowledgeError) as caught:
        read_dossier(folder)
    assert [fault.file for fault in caught.value.faults] == list(FACT_FILES)
    assert str(caught.value).count("Restore it from the repository.") == len(FACT_FILES)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        pytest.param("phone", "101", id="short code"),
        pytest.param("phone", "116 123", id="short code of six digits"),
        pytest.param("freephone", "0800 1111", id="freephone of eight digits"),
        pytest.param("phone", "+44 20 8571 9595", id="international form"),
        pytest.param("textphone", "18001 0345 345 4345", id="relay prefix"),
        pytest.param("textphone", "0800 112 999", id="textphone with a number of its own"),
        pytest.param("web", "http://x.org", id="web address"),
        pytest.param("email", "help@x.org", id="email"),
    ],
)
def test_what_is_no_fault(folder: Path, kind: str, value: str) -> None:
    change(folder, BY, contact(kind=kind, value=value))
    assert faults(folder) == []


MISSED = [
    ("withheld address", BY, contact(kind="web", value="https://emergencysms.net"), SERVICE),
    (
        "withheld number in the printed form, which is the one shown",
        BY,
        contact(national_form="0808 802 9999"),
        SERVICE,
    ),
    ("withheld number with (0)", BY, contact(value="+44 (0)808 802 9999"), SERVICE),
    ("number with a digit too few", BY, contact(value="020 8571 959"), SERVICE),
    ("printed form that does not parse", BY, contact(national_form="020 8571"), SERVICE),
    ("thirteenth month", "facts.yml", entry(event_date="2018-13"), FACT),
    ("day of the last check that is no date", "facts.yml", entry(checked_on="soon"), FACT),
    ("service without needs", BY, entry(services=None), SERVICE),
    ("service that does not say who it is for", BY, entry(by_and_for=None), SERVICE),
    ("further source without title", "facts.yml", entry(extra_sources=[{"url": "https://x.org"}]), FACT),
    ("national evidence without scope", "forces.yml", national(scope=None), NATIONAL),
    ("population that is no number", TOWNS, entry(population_if_known="many"), "Aber-big"),
]


@pytest.mark.parametrize(("file", "edit", "name"), [pytest.param(*case[1:], id=case[0]) for case in MISSED])
def test_a_fault_that_would_reach_her_is_named(folder: Path, file: str, edit: Edit, name: str) -> None:
    change(folder, file, edit)
    assert [(fault.file, fault.entry) for fault in faults(folder)] == [(file, name)]


def test_a_dossier_that_does_not_say_when_it_was_checked_is_named(folder: Path) -> None:
    change(folder, "dossier.yml", lambda content: content.pop("checked_on"))
    assert [fault.file for fault in faults(folder)] == ["dossier.yml"]


CHECKED = datetime.date(2026, 1, 1)


@pytest.fixture
def checked(folder: Path) -> Path:
    """A small dossier that was last checked on CHECKED as a whole."""
    change(folder, "dossier.yml", lambda content: content.update(checked_on=CHECKED.isoformat()))
    return folder


def stale_ids(folder: Path, days: int, today: datetime.date) -> list[str]:
    """The entries that are stale."""
    return [fault.entry for fault in stale(read_dossier(folder), days, today)]


def test_nothing_is_stale_on_the_last_day_and_everything_on_the_next(checked: Path) -> None:
    everything = {
        *(one["id"] for name in FACT_FILES for one in small_dossier()[name]),
        *(one["id"] for name in (BY, LINES) for one in small_dossier()[name]),
        OWN,
        NATIONAL,
    }
    assert stale_ids(checked, 180, CHECKED + 180 * DAY) == []
    stale_then = stale_ids(checked, 180, CHECKED + 181 * DAY)
    assert set(stale_then) == everything
    assert len(stale_then) == len(everything)


def test_the_entrys_own_day_counts(checked: Path) -> None:
    change(checked, "facts.yml", entry(checked_on="2026-01-02"))
    change(checked, BY, entry(checked_on="2025-12-31"))
    assert SERVICE in stale_ids(checked, 180, CHECKED + 180 * DAY)
    assert FACT not in stale_ids(checked, 180, CHECKED + 181 * DAY)
    assert FACT in stale_ids(checked, 180, CHECKED + 182 * DAY)


@pytest.mark.parametrize(
    ("source", "where"),
    [
        pytest.param({"title": "A page", "url": "https://x.org/a"}, "https://x.org/a", id="with an address"),
        pytest.param({"title": "A paper", "url": None}, "A paper", id="without"),
    ],
)
def test_a_stale_entry_says_where_to_check_it(checked: Path, source: dict[str, Any], where: str) -> None:
    change(checked, "facts.yml", entry(source=source, checked_on="2025-12-31"))
    found = [str(fault) for fault in stale(read_dossier(checked), 180, CHECKED + 180 * DAY)]
    assert found == [f"facts.yml: {FACT}: was last checked on 2025-12-31. Re-check it at {where}"]


def test_the_real_dossier_is_fresh_on_the_day_on_which_it_was_checked() -> None:
    dossier = read_dossier(DOSSIER)
    today = datetime.date.fromisoformat(dossier.freshness["checked_on"])
    assert stale(dossier, dossier.freshness["contact_days"], today) == []
    assert len(stale(dossier, dossier.freshness["contact_days"], today + 366 * DAY)) > 400
