"""Building the index, on SQLite and on PostgreSQL alike. Threat: a faulty file, or a fall in the middle, empties it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.audit.ports import free_port
from bot.errors import ConfigurationError, KnowledgeError
from bot.knowledge import models
from bot.knowledge.dossier import ALL_FILES, digest
from bot.knowledge.load import load, open_engine
from bot.knowledge.snapshot import Snapshot, read_snapshot
from bot.topics import topics
from tests.knowledge.test_check import FACT, SERVICE, change, copy_to, entry

PASSWORD = "hunter2"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small dossier without faults."""
    return copy_to(tmp_path / "knowledge")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an index that holds nothing."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'knowledge.db'}"
    found: str = request.getfixturevalue("postgres_url")
    engine = open_engine(found)
    with engine.begin() as connection:
        models.metadata.drop_all(connection)
    engine.dispose()
    return found


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An engine for that index."""
    opened = open_engine(url)
    yield opened
    opened.dispose()


class BreakdownError(Exception):
    """What a database says when it fails in the middle."""


def build(folder: Path, engine: Engine) -> bool:
    """Load the dossier with the real topics."""
    return load(folder, engine, topics())


def written(engine: Engine, call: Callable[[], object]) -> list[str]:
    """The statements by which `call` changes the database."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.split()[0] in ("CREATE", "DROP", "INSERT", "UPDATE", "DELETE"):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        call()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return found


def breaking(engine: Engine, beginning: str) -> Callable[[], None]:
    """Lets the first statement that begins so break down; returns how to repair it."""

    def fail(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().startswith(beginning):
            raise BreakdownError(beginning)

    event.listen(engine, "before_cursor_execute", fail)
    return lambda: event.remove(engine, "before_cursor_execute", fail)


def test_it_is_built_once(folder: Path, engine: Engine) -> None:
    assert build(folder, engine) is True
    found = read_snapshot(engine)
    assert FACT in found.facts
    assert SERVICE in found.services
    assert set(found.forces) == {"avon-and-somerset", "gwent"}
    assert [place.name for place in found.places] == ["Aber-big", "Aberbargod"]
    assert set(found.outcodes) == {"CF81", "CF82"}


def test_it_is_not_built_again_when_nothing_changed(folder: Path, engine: Engine, url: str) -> None:
    assert written(engine, lambda: build(folder, engine)) != []
    assert written(engine, lambda: build(folder, engine)) == []
    again = open_engine(url)  # after a restart
    assert build(folder, again) is False
    again.dispose()


def test_it_is_rebuilt_when_a_file_changed(folder: Path, engine: Engine) -> None:
    build(folder, engine)
    change(folder, "facts.yml", entry(claim="Another claim."))
    change(folder, "services_by_and_for.yml", lambda services: services.clear())
    change(folder, "places/outcodes.csv", lambda rows: rows.pop())
    assert build(folder, engine) is True
    found = read_snapshot(engine)
    assert found.facts[FACT].claim == "Another claim."
    assert SERVICE not in found.services, "what is no longer in the files is gone"
    assert set(found.outcodes) == {"CF81"}
    assert build(folder, engine) is False


@pytest.mark.parametrize("name", ALL_FILES)
def test_a_change_in_any_file_counts(folder: Path, name: str) -> None:
    before = digest(folder)
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(" ")
    changed = digest(folder)
    (folder / name).unlink()
    assert len({before, changed, digest(folder)}) == 3


def test_what_stands_beside_the_dossier_does_not_count(folder: Path) -> None:
    before = digest(folder)
    (folder / "notes.md").write_text("A note.", encoding="utf-8")
    assert digest(folder) == before


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(entry(status="true"), id="a fault of an entry"),
        pytest.param(lambda facts: facts[0].clear(), id="an entry without anything"),
    ],
)
def test_a_faulty_entry_leaves_the_good_index_untouched(
    folder: Path, engine: Engine, edit: Callable[[Any], object]
) -> None:
    build(folder, engine)
    good = read_snapshot(engine)
    change(folder, "facts.yml", edit)
    with pytest.raises(KnowledgeError, match=r"^facts\.yml: "):
        build(folder, engine)
    assert read_snapshot(engine) == good


def test_a_file_that_cannot_be_read_leaves_the_good_index_untouched(folder: Path, engine: Engine) -> None:
    build(folder, engine)
    good = read_snapshot(engine)
    (folder / "forces.yml").write_text("forces: [", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"^forces\.yml: line "):
        build(folder, engine)
    assert read_snapshot(engine) == good


MIDDLE = ("DROP TABLE", "CREATE TABLE", "INSERT INTO facts", "INSERT INTO contacts", "INSERT INTO outcodes")


@pytest.mark.parametrize("beginning", MIDDLE)
def test_a_fall_in_the_middle_leaves_the_good_index_untouched(folder: Path, engine: Engine, beginning: str) -> None:
    build(folder, engine)
    good = read_snapshot(engine)
    change(folder, "facts.yml", entry(claim="Another claim."))
    repair = breaking(engine, beginning)
    with pytest.raises(BreakdownError):
        build(folder, engine)
    repair()
    assert read_snapshot(engine) == good
    assert build(folder, engine) is True, "it is not taken for built"
    assert read_snapshot(engine).facts[FACT].claim == "Another claim."


@pytest.mark.parametrize("beginning", MIDDLE[1:])
def test_a_fall_in_the_first_building_leaves_nothing_half_built(folder: Path, engine: Engine, beginning: str) -> None:
    repair = breaking(engine, beginning)
    with pytest.raises(BreakdownError):
        build(folder, engine)
    repair()
    assert build(folder, engine) is True
    assert FACT in read_snapshot(engine).facts


def test_two_that_start_together_do_not_disturb_each_other(folder: Path, url: str) -> None:
    found: list[Snapshot] = []
    together = threading.Barrier(2)

    def start() -> None:
        engine = open_engine(url)
        together.wait(10)
        build(folder, engine)
        found.append(read_snapshot(engine))
        engine.dispose()

    starting = [threading.Thread(target=start) for _ in range(2)]
    for one in starting:
        one.start()
    for one in starting:
        one.join(30)
    assert len(found) == 2
    assert found[0] == found[1]
    assert FACT in found[0].facts


def test_both_databases_hold_the_same(folder: Path, tmp_path: Path, postgres_url: str) -> None:
    """Threat: figures, lists or letters of other scripts change on the way through one of them."""
    change(
        folder, "facts.yml", entry(claim="قالت: ¿sí? – 😀", figures={"share": 0.1, "all": 44, "new": True, "of": "44"})
    )
    found = []
    for one in (f"sqlite:///{tmp_path / 'same.db'}", postgres_url):
        engine = open_engine(one)
        build(folder, engine)
        found.append(read_snapshot(engine))
        engine.dispose()
    assert found[0] == found[1]
    assert found[0].facts[FACT].claim == "قالت: ¿sí? – 😀"
    assert found[0].facts[FACT].figures == {"share": 0.1, "all": 44, "new": True, "of": "44"}


@pytest.mark.parametrize(
    "unreachable",
    [
        pytest.param(lambda _: f"postgresql://her:{PASSWORD}@127.0.0.1:{free_port()}/x", id="nobody listens"),
        pytest.param(lambda folder: f"sqlite:///{folder}", id="a folder where the file should be"),
    ],
)
def test_a_database_that_does_not_answer_is_said_clearly(
    folder: Path, tmp_path: Path, unreachable: Callable[[Path], str]
) -> None:
    engine = open_engine(unreachable(tmp_path))
    with pytest.raises(
        ConfigurationError, match=r"^The database of SAFE_TO_ASK_DATABASE_URL did not answer .*Is it running"
    ) as caught:
        build(folder, engine)
    engine.dispose()
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize(
    "malformed",
    [
        pytest.param("", id="empty"),
        pytest.param("knowledge.db", id="a path"),
        pytest.param(f"postgresql//her:{PASSWORD}@host/name", id="colon left out"),
        pytest.param(f"nosuch://her:{PASSWORD}@host/name", id="unknown database"),
        pytest.param(f"mysql://her:{PASSWORD}@host/name", id="driver that is not installed"),
    ],
)
def test_a_malformed_url_is_said_clearly(malformed: str) -> None:
    with pytest.raises(
        ConfigurationError, match=r"^SAFE_TO_ASK_DATABASE_URL cannot be used .*Write sqlite:///path or postgresql://"
    ) as caught:
        open_engine(malformed)
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda _: "postgresql://host:port/name", id="port in letters"),
        pytest.param(lambda file: f"sqlite:///{file}/knowledge.db", id="folder that is a file"),
        pytest.param(lambda file: f"sqlite:///{file}", id="file that is no database"),
    ],
)
def test_another_wrong_url_is_said_clearly(folder: Path, wrong: Callable[[Path], str]) -> None:
    with pytest.raises(ConfigurationError, match="SAFE_TO_ASK_DATABASE_URL"):
        build(folder, open_engine(wrong(folder / "facts.yml")))


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    open_engine(f"sqlite:///{tmp_path / 'a' / 'b' / 'knowledge.db'}").dispose()
    assert (tmp_path / "a" / "b").is_dir()
