"""Whom she is told of, and in which order. Threats: the police or the Home Office stand first; a group that does not
speak her language, or is in another nation, stands before one of hers; she is left without a number."""

from __future__ import annotations

from typing import Any

import pytest

from bot import yaml_files
from bot.knowledge.dossier import SERVICE_FILES
from bot.knowledge.records import NATIONS, Contact, Service
from bot.knowledge.services import (
    BY_AND_FOR,
    HELPLINES,
    SPOKEN,
    Asker,
    Chosen,
    Wanted,
    choose,
    first_by_and_for,
    helpline,
    short_name,
)
from bot.knowledge.snapshot import Snapshot
from bot.paths import DOSSIER
from tests.answers import small

SBS = BY_AND_FOR["England"]
PHONE, WEB = Contact("phone", "020 7000 0000", False), Contact("web", "https://x.org", False)
GROUPS, LINES = Wanted(by_and_for=True), Wanted(by_and_for=False)


def service(key: str, **changes: Any) -> Service:
    """A group for women of any community in the whole of the UK, with a number, unless changed."""
    return small.service(key, PHONE, **changes)


# The groups to fall back on: each for a community that nobody here is of, so that only the fall back finds them.
FALLBACKS = {key: service(key, nations=(nation,), open_to_all=False) for nation, key in BY_AND_FOR.items()}


def directory(*services: Service) -> Snapshot:
    """A directory of these and of the groups to fall back on."""
    return Snapshot({}, {}, {}, {**FALLBACKS, **{one.id: one for one in services}}, {}, (), {})


def ids(chosen: list[Chosen]) -> list[str]:
    """The ids, in order."""
    return [one.service.id for one in chosen]


ENGLAND = Asker("en", "England", "London")


def test_by_and_for_stands_first_then_helplines_then_public_bodies() -> None:
    """Whatever the order in which the filters ask for them (charter, rule 5)."""
    body, line, group = service("a", by_and_for=False, statutory=True), service("b", by_and_for=False), service("c")
    wanted = [Wanted(ids=("a",)), Wanted(ids=("b",)), Wanted(ids=("c",))]
    assert ids(choose(directory(body, line, group), wanted, ENGLAND, True, 3)) == ["c", "b", "a"]


def test_a_public_body_is_never_among_them_where_it_was_not_asked_for() -> None:
    body, line = service("a", by_and_for=False, statutory=True), service("b", by_and_for=False)
    both = directory(body, line)
    assert ids(choose(both, [LINES], ENGLAND, True, 3)) == ["b", "a"]
    assert ids(choose(both, [LINES], ENGLAND, False, 3)) == ["b"]
    assert ids(choose(both, [Wanted(ids=("a",))], ENGLAND, False, 3)) == []


def test_a_public_body_is_the_first_to_be_left_out() -> None:
    body, line, group = service("a", by_and_for=False, statutory=True), service("b", by_and_for=False), service("c")
    wanted = [Wanted(ids=("a", "b", "c"))]
    assert ids(choose(directory(body, line, group), wanted, ENGLAND, True, 2)) == ["c", "b"]
    assert ids(choose(directory(body, line, group), wanted, ENGLAND, True, 1)) == ["c"]


def test_each_stands_there_once() -> None:
    assert ids(choose(directory(service("a")), [GROUPS, Wanted(ids=("a",)), GROUPS], ENGLAND, False, 5)) == ["a"]


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        pytest.param({"languages": ("es",)}, {"regions": ("London",)}, id="her language before her region"),
        pytest.param({"regions": ("London",)}, {"needs": ("advice", "refuge")}, id="her region before her needs"),
        pytest.param({"regions": ("London",), "contacts": (WEB,)}, {}, id="her region before a number"),
        pytest.param({}, {"contacts": (WEB,), "needs": ("advice", "refuge")}, id="a number before her needs"),
        pytest.param({"needs": ("advice", "refuge")}, {}, id="more of her needs before fewer"),
    ],
)
def test_what_counts_more(nearer: dict[str, Any], farther: dict[str, Any]) -> None:
    both = directory(service("z", **nearer), service("a", **farther))
    wanted = [Wanted(by_and_for=True, needs=("advice", "refuge"))]
    assert ids(choose(both, wanted, Asker("es", "England", "London"), False, 5)) == ["z", "a"]


def test_where_nothing_tells_them_apart_the_order_is_that_of_the_ids() -> None:
    three = directory(service("b"), service("c"), service("a"))
    assert ids(choose(three, [GROUPS], Asker("en", "Wales"), False, 5)) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("changes", "asker", "shown"),
    [
        pytest.param({"nations": ("Wales",)}, Asker("en", "Wales"), True, id="her nation"),
        pytest.param({"nations": ("Wales",)}, Asker("en", "Scotland"), False, id="another nation"),
        pytest.param({"nations": ("Wales",), "languages": ("es",)}, Asker("es", "Scotland"), False, id="even in hers"),
        pytest.param({"regions": ("London",)}, Asker("en", "England", "London"), True, id="her region"),
        pytest.param({"regions": ("London",)}, Asker("en", "England", "North West"), False, id="another region"),
        pytest.param({"regions": ("London",)}, Asker("en", "England"), True, id="region not known"),
        pytest.param({"regions": ()}, Asker("en", "England", "North West"), True, id="a group that names no region"),
        pytest.param({"regions": ("Glasgow",)}, Asker("en", "Scotland", "Scotland"), True, id="regions are England's"),
        pytest.param({}, Asker("en"), True, id="nation not known: one for all four"),
        pytest.param({"nations": NATIONS[:3]}, Asker("en"), False, id="nation not known: one for three"),
        pytest.param({"regions": ("London",)}, Asker("en"), False, id="nation not known: one for a region"),
        pytest.param({"regions": ("London",), "languages": ("es",)}, Asker("es"), True, id="nation not known: hers"),
        pytest.param({"open_to_all": False, "languages": ("es",)}, Asker("es", "Wales"), True, id="her community"),
        pytest.param({"open_to_all": False, "languages": ("es",)}, Asker("ar", "Wales"), False, id="another community"),
        pytest.param(
            {"open_to_all": False, "languages": ("en",)}, Asker("en", "Wales"), False, id="English is nobody's"
        ),
        pytest.param({"contacts": ()}, Asker("en", "Wales"), False, id="nothing that may be shown"),
    ],
)
def test_where_and_for_whom(changes: dict[str, Any], asker: Asker, shown: bool) -> None:
    assert ("a" in ids(choose(directory(service("a", **changes)), [GROUPS], asker, False, 5))) is shown


@pytest.mark.parametrize(
    ("changes", "wanted", "shown"),
    [
        pytest.param({"needs": ("refuge",)}, Wanted(needs=("refuge", "housing")), True, id="one of the needs"),
        pytest.param({"needs": ("advice",)}, Wanted(needs=("refuge",)), False, id="none of the needs"),
        pytest.param({}, Wanted(kinds=("phone", "sms")), True, id="one of the ways"),
        pytest.param({"contacts": (WEB,)}, Wanted(kinds=("phone", "sms")), False, id="none of the ways"),
        pytest.param({}, Wanted(by_and_for=True), True, id="a group where a group is wanted"),
        pytest.param({}, Wanted(by_and_for=False), False, id="a group where a helpline is wanted"),
        pytest.param({"by_and_for": False}, Wanted(by_and_for=True), False, id="a helpline where a group is wanted"),
        pytest.param({"by_and_for": False, "needs": ("men",)}, LINES, False, id="a line for men where she asks"),
        pytest.param({"by_and_for": False, "needs": ("men",)}, Wanted(needs=("men",)), True, id="where a man asks"),
        pytest.param(
            {"by_and_for": False, "needs": ("men", "lgbt")},
            Wanted(needs=("lgbt",)),
            True,
            id="one special need is asked",
        ),
        pytest.param({"by_and_for": False, "only_by_name": True}, LINES, False, id="only by name, and not named"),
        pytest.param(
            {"by_and_for": False, "only_by_name": True}, Wanted(ids=("a",)), True, id="only by name, and named"
        ),
        pytest.param({"nations": ("Scotland",)}, Wanted(ids=("a",)), False, id="named, but in another nation"),
        pytest.param({"contacts": ()}, Wanted(ids=("a",)), False, id="named, but nothing that may be shown"),
    ],
)
def test_what_a_filter_finds(changes: dict[str, Any], wanted: Wanted, shown: bool) -> None:
    assert ("a" in ids(choose(directory(service("a", **changes)), [wanted], Asker("en", "Wales"), False, 5))) is shown


def test_the_helpline_of_a_nation_is_found_whatever_its_needs() -> None:
    line = service(HELPLINES["Wales"], by_and_for=False, needs=("sexual_violence",))
    assert ids(choose(directory(line), [LINES], Asker("en", "Wales"), False, 5)) == [line.id]


def test_the_line_of_her_nation_or_of_each_where_it_is_not_known() -> None:
    lines = {nation: service(nation[0], by_and_for=False, nations=(nation,)) for nation in NATIONS}
    wanted = [Wanted(by_nation=tuple((nation, line.id) for nation, line in lines.items()))]
    four = directory(*lines.values())
    assert ids(choose(four, wanted, Asker("en", "Scotland"), False, 5)) == ["S"]
    assert ids(choose(four, wanted, Asker("en"), False, 5)) == ["E", "W", "S", "N"]
    assert ids(choose(four, [Wanted(by_nation=(("England", "E"),))], Asker("en", "Wales"), False, 5)) == []


@pytest.mark.parametrize(
    ("nation", "named"),
    [("England", SBS), ("Wales", BY_AND_FOR["Wales"]), ("Scotland", BY_AND_FOR["Scotland"]), (None, SBS)],
)
def test_where_no_group_fits_the_one_of_her_nation_is_named(nation: str | None, named: str) -> None:
    far = directory(service("a", regions=("London",)), service("b", needs=("advice",)))
    asker = Asker("en", nation, "North West")
    wanted = [Wanted(by_and_for=True, needs=("refuge",)), LINES]
    assert ids(choose(far, wanted, asker, False, 5)) == [named]
    assert ids(choose(far, [LINES], asker, False, 5)) == [], "only where groups are wanted"


def test_where_the_nation_is_not_known_the_group_of_england_stands_beside_others() -> None:
    both = directory(service("a"), service(SBS, nations=("England",), regions=("London",)))
    assert ids(choose(both, [GROUPS], Asker("en"), False, 5)) == ["a", SBS]


def test_northern_ireland_has_none_to_fall_back_on() -> None:
    asker = Asker("en", "Northern Ireland")
    line = service("a", by_and_for=False)
    assert first_by_and_for(directory(line), [GROUPS], asker) is None
    assert ids(choose(directory(line), [GROUPS, LINES], asker, False, 5)) == ["a"]


def test_the_fallback_is_not_added_to_a_group_that_fits() -> None:
    hers = service("z", languages=("es",), regions=("North West",))
    assert ids(choose(directory(hers), [GROUPS], Asker("es", "England", "North West"), False, 5)) == ["z"]


def test_a_text_message_names_the_first_group_that_can_be_rung() -> None:
    page = service("a", contacts=(WEB,), languages=("es",))
    group = service("b", contacts=(WEB, PHONE))
    asker = Asker("es", "England", "North West")
    assert first_by_and_for(directory(page, group), [LINES, GROUPS], asker) == group
    assert first_by_and_for(directory(page), [LINES, GROUPS], asker) == FALLBACKS[SBS]
    assert first_by_and_for(directory(page, group), [LINES], asker) == FALLBACKS[SBS]


def test_a_fallback_without_a_contact_that_may_be_shown_is_not_named() -> None:
    silent = directory(service(SBS, contacts=()))
    assert first_by_and_for(silent, [GROUPS], Asker("en", "England")) is None


@pytest.mark.parametrize(
    ("changes", "asker", "reasons"),
    [
        pytest.param({}, ENGLAND, ("by_and_for",), id="by and for"),
        pytest.param({"by_and_for": False}, ENGLAND, (), id="none"),
        pytest.param({"languages": ("es",)}, Asker("es", "England"), ("by_and_for", "language"), id="her language"),
        pytest.param({"languages": ("en",)}, ENGLAND, ("by_and_for",), id="English is no reason"),
        pytest.param({"regions": ("London",)}, ENGLAND, ("by_and_for", "near"), id="near"),
        pytest.param(
            {"contacts": (Contact("phone", "1", True),)}, ENGLAND, ("by_and_for", "always_open"), id="day and night"
        ),
        pytest.param(
            {"contacts": (PHONE, Contact("freephone", "1", False))}, ENGLAND, ("by_and_for", "free"), id="costs nothing"
        ),
    ],
)
def test_the_reasons_are_true(changes: dict[str, Any], asker: Asker, reasons: tuple[str, ...]) -> None:
    one = directory(service("a", **changes))
    assert choose(one, [Wanted(ids=("a",))], asker, False, 1)[0].reasons == reasons


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Southall Black Sisters", "Southall Black Sisters"),
        ("Forced Marriage Unit (FCDO and Home Office)", "Forced Marriage Unit"),
        ("Relay UK: emergency (18000)", "Relay UK"),
    ],
)
def test_short_name(name: str, short: str) -> None:
    assert short_name(service("a", name=name)) == short


# The directory as it is


def test_each_nation_has_a_line_that_is_free_and_open_day_and_night(snapshot: Snapshot) -> None:
    assert set(HELPLINES) == set(NATIONS)
    for nation in NATIONS:
        line = helpline(snapshot, nation)
        assert nation in line.nations
        assert not line.statutory
        assert any(one.kind == "freephone" and one.always_open for one in line.contacts)
    assert helpline(snapshot, None) == helpline(snapshot, "England")


def test_the_groups_to_fall_back_on_are_what_they_are_named_for(snapshot: Snapshot) -> None:
    for nation, key in BY_AND_FOR.items():
        group = snapshot.services[key]
        assert nation in group.nations
        assert group.by_and_for
        assert group.open_to_all
        assert not group.statutory
        assert any(contact.kind in SPOKEN for contact in group.contacts)


@pytest.mark.parametrize(
    ("asker", "first"),
    [
        pytest.param(Asker("es", "England", "London"), "lawrs", id="Spanish in London"),
        pytest.param(Asker("en", "Wales", "Wales"), "bawso", id="Wales"),
        pytest.param(Asker("en", "Scotland", "Scotland"), "amina-mwrc", id="Scotland"),
    ],
)
def test_who_is_named_first(snapshot: Snapshot, asker: Asker, first: str) -> None:
    assert ids(choose(snapshot, [GROUPS, LINES], asker, True, 3))[0] == first


@pytest.mark.parametrize("language", ["en", "es", "ar"])
@pytest.mark.parametrize("nation", [None, *NATIONS])
def test_no_public_body_stands_before_another(snapshot: Snapshot, nation: str | None, language: str) -> None:
    chosen = choose(snapshot, [LINES, GROUPS], Asker(language, nation), True, 99)
    ranks = [(one.service.statutory, not one.service.by_and_for) for one in chosen]
    assert ranks == sorted(ranks)
    assert any(statutory for statutory, _ in ranks), "there is one that could stand too early"
    assert nation == "Northern Ireland" or chosen[0].service.by_and_for


@pytest.mark.parametrize("key", ["galop", "kalayaan", "signhealth-domestic-abuse"])
def test_an_organisation_that_was_in_both_files_stands_in_one(key: str) -> None:
    """Threat: of two entries one grows old, and she is given the old number."""
    entries = [entry for name in SERVICE_FILES for entry in yaml_files.read(DOSSIER / name)]
    word = key.split("-")[0]
    found = [
        entry["id"]
        for entry in entries
        if any(word in str(name).casefold() for name in (entry["id"], entry["name"], *entry["also_known_as"]))
    ]
    assert found == [key]


def test_who_works_for_the_home_office_is_shown_with_a_warning(snapshot: Snapshot) -> None:
    """Threat: she tells a contractor of the Home Office what she would not tell the Home Office."""
    assert snapshot.services["salvation-army-modern-slavery"].warning == "government_contract"
