"""Reading the briefs. Threats: a topic without a brief, a point that rests on nothing, and an operator who is not told
where."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
import yaml

from bot import yaml_files
from bot.answers.briefs import BASES, briefs, read_briefs
from bot.errors import KnowledgeError
from bot.knowledge.records import NATIONS
from bot.paths import BRIEFS
from bot.topics import topics

Edit = Callable[[list[dict[str, Any]]], object]


@pytest.fixture(autouse=True, scope="module")
def _parsed_once() -> Iterator[None]:
    """The files that a test leaves as they are need not be parsed for each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_files, "parse", lru_cache(yaml_files.parse))
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the briefs that a test may spoil."""
    return Path(shutil.copytree(BRIEFS, tmp_path / "briefs"))


def edit(folder: Path, change: Edit) -> None:
    """Change the entries on danger; the first of them is "emergency"."""
    entries = yaml.load((folder / "danger.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    change(entries)
    (folder / "danger.yml").write_text(
        yaml.dump(entries, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8"
    )


def carry(**point: Any) -> Edit:
    """Give the first topic another point."""
    return lambda entries: entries[0]["carries"].append({"say": "Something.", **point})


def test_each_topic_has_one_brief() -> None:
    assert briefs().keys() == topics().keys()
    assert [topic for topic, brief in briefs().items() if brief.topic != topic] == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda all_: all_.pop(0), "briefs: emergency: has no brief.", id="missing"),
        pytest.param(lambda all_: all_.append(all_[0]), "danger.yml: emergency: is doubled", id="doubled"),
        pytest.param(
            lambda all_: all_.append({**all_[0], "id": "nonsense"}),
            "danger.yml: nonsense: is doubled or no topic",
            id="no topic",
        ),
        pytest.param(
            lambda all_: all_.append({**all_[0], "id": "children"}),
            "danger.yml: children: is doubled or no topic of this group.",
            id="topic of another group",
        ),
        pytest.param(carry(use="nonsense"), "danger.yml: emergency: uses 'nonsense'.", id="no shared point"),
        pytest.param(carry(id="bare"), "danger.yml: emergency: 'bare' has no basis.", id="rests on nothing"),
        pytest.param(carry(id="bare", facts=[]), "danger.yml: emergency: 'bare' has no basis.", id="on no fact"),
        pytest.param(
            carry(id="felt", basis=["feeling"]), "danger.yml: emergency: 'felt' has no basis.", id="unknown basis"
        ),
        pytest.param(
            carry(id="half", facts=["emergency-call-999"], basis=["feeling"]),
            "danger.yml: emergency: 'half' has no basis.",
            id="unknown basis beside a fact",
        ),
    ],
)
def test_a_fault_is_named_with_file_topic_and_remedy(folder: Path, change: Edit, message: str) -> None:
    edit(folder, change)
    with pytest.raises(KnowledgeError) as caught:
        read_briefs(folder)
    assert [str(fault) for fault in caught.value.faults if str(fault).startswith(message)]
    assert all(fault.remedy for fault in caught.value.faults)


def test_all_faults_are_named_at_once(folder: Path) -> None:
    edit(folder, carry(id="bare"))
    edit(folder, carry(use="nonsense"))
    edit(folder, lambda entries: entries.pop())
    with pytest.raises(KnowledgeError) as caught:
        read_briefs(folder)
    assert len(caught.value.faults) == 3


@pytest.mark.parametrize("part", ["carries", "services", "options", "never", "ask_back"])
def test_an_entry_that_lacks_a_part_is_named(folder: Path, part: str) -> None:
    edit(folder, lambda entries: entries[0].pop(part))
    with pytest.raises(KnowledgeError) as caught:
        read_briefs(folder)
    assert [(fault.file, fault.entry, part in fault.problem) for fault in caught.value.faults] == [
        ("danger.yml", "emergency", True)
    ]


@pytest.mark.parametrize("part", ["order", "statutory"])
def test_services_that_lack_a_part_are_named(folder: Path, part: str) -> None:
    edit(folder, lambda entries: entries[0]["services"].pop(part))
    with pytest.raises(KnowledgeError, match=rf"^danger\.yml: emergency: lacks services\.{part}"):
        read_briefs(folder)


def test_a_point_without_an_id_is_named(folder: Path) -> None:
    edit(folder, carry(basis=["bot"]))
    with pytest.raises(KnowledgeError, match=r"^danger\.yml: emergency: has a point without an id"):
        read_briefs(folder)


@pytest.mark.parametrize("name", ["danger.yml", "shared.yml"])
@pytest.mark.parametrize(
    ("content", "problem"),
    [(None, "is missing"), ("a: [", "is not valid YAML"), ("just words", "does not hold"), ("", "does not hold")],
)
def test_a_file_that_cannot_be_read_is_named_alone(folder: Path, name: str, content: str | None, problem: str) -> None:
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_briefs(folder)
    (fault,) = caught.value.faults
    assert fault.file == name
    assert problem in fault.problem


def test_a_nation_that_does_not_exist_is_named(folder: Path) -> None:
    edit(folder, carry(id="somewhere", basis=["bot"], nations=["Engalnd"]))
    with pytest.raises(KnowledgeError, match=r"^danger\.yml: emergency: 'somewhere' names the nation 'Engalnd'"):
        read_briefs(folder)


def test_a_nation_that_does_not_exist_is_named_among_the_services_too(folder: Path) -> None:
    edit(folder, lambda entries: entries[0]["services"]["order"].append({"by_nation": {"Walse": "bawso"}}))
    with pytest.raises(KnowledgeError, match=r"^danger\.yml: emergency: its services name the nation 'Walse'"):
        read_briefs(folder)


def test_every_nation_that_a_brief_names_exists() -> None:
    named = {nation for brief in briefs().values() for point in brief.points for nation in point.nations}
    named |= {nation for brief in briefs().values() for one in brief.services for nation in one.by_nation}
    assert named <= set(NATIONS)


def test_every_label_of_a_basis_is_explained_to_those_who_write() -> None:
    labels = (BRIEFS / "README.md").read_text(encoding="utf-8").split("it rests on |")[1].split("###")[0]
    assert {line.split("`")[1] for line in labels.splitlines() if line.startswith("| `")} == set(BASES)


def test_a_point_of_its_own_has_its_sentences_below_its_topic(folder: Path) -> None:
    edit(folder, carry(id="new", basis=["bot"]))
    point = read_briefs(folder)["emergency"].points[-1]
    assert (point.long_key, point.short_key) == ("danger.emergency.points.new", "danger.emergency.short.new")
    assert point.nations == NATIONS
    assert not point.essential
    assert not point.web_only


def test_a_shared_point_has_its_sentences_in_one_place_and_what_stands_beside_it_counts(folder: Path) -> None:
    edit(folder, carry(use="danger_line", essential=False, nations=["Wales"], channel="web"))
    point = read_briefs(folder)["emergency"].points[-1]
    assert (point.long_key, point.short_key) == ("shared.points.danger_line", "shared.short.danger_line")
    assert point.facts == ("emergency-call-999",)
    assert (point.essential, point.nations, point.web_only) == (False, ("Wales",), True)


def test_points_keep_the_order_of_the_file() -> None:
    for group in dict.fromkeys(topic.group for topic in topics().values()):
        for entry in yaml_files.read(BRIEFS / f"{group}.yml"):
            written = [item.get("use") or item["id"] for item in entry["carries"]]
            assert [point.id for point in briefs()[entry["id"]].points] == written, entry["id"]


def test_what_is_never_sent_by_text_message_is_said_by_the_brief(folder: Path) -> None:
    edit(folder, lambda entries: entries[0].update(composition={"sms": "essential_only"}))
    read = read_briefs(folder)
    assert read["emergency"].essential_sms
    assert not read["self_harm"].essential_sms


def test_no_brief_allows_public_bodies_without_saying_how() -> None:
    assert {brief.statutory for brief in briefs().values()} <= {"never", "warn", "only-in-danger"}
