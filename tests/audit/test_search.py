"""The search itself: every way of writing, across the edges of pieces, in files and in memory."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bot.audit import places
from bot.audit.canaries import Flock, written_as
from bot.audit.run import MEMORY, Row


@pytest.mark.parametrize("width", ["utf-8", "utf-16-le", "utf-32-le"])
@pytest.mark.parametrize("way", [str.lower, str.upper, str.capitalize])
def test_a_trace_is_found_in_every_way_of_writing(tmp_path: Path, width: str, way: object) -> None:
    flock = Flock()
    content = f"before {way(flock.letters)} after".encode(width)  # type: ignore[operator]
    (tmp_path / "file").write_bytes(content)
    assert places.in_file(tmp_path / "file", flock.traces) == 1


def test_every_word_of_every_canary_carries_a_mark() -> None:
    flock = Flock()
    canary = flock.add("text")
    for word in canary.words:
        assert places.in_bytes(word.encode(), flock.traces) == 1
    for sentence in canary.sentences:
        assert places.in_bytes(sentence.encode(), flock.traces) >= 1
    assert flock.words == 5


def test_a_trace_is_found_over_the_edge_of_two_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "CHUNK", 512)
    path = tmp_path / "file"
    for at in range(490, 530):
        path.write_bytes(b"." * at + b"canarymark" + b"." * 700)
        assert places.in_file(path, written_as("canarymark")) == 1, at


def test_memory_is_searched() -> None:
    flock = Flock()
    held = bytearray(flock.letters.encode())
    assert places.in_memory(os.getpid(), flock.traces) >= 1
    assert held


def test_only_files_written_since_are_searched(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("x", encoding="utf-8")
    os.utime(tmp_path / "old", (1, 1))
    (tmp_path / "new").write_text("x", encoding="utf-8")
    assert list(places.changed_files([tmp_path], time.time() - 60)) == [tmp_path / "new"]


@pytest.mark.parametrize(
    ("row", "failed"),
    [
        (Row("SQLite", 5, 0, True), False),
        (Row("SQLite", 5, 1, True), True),
        (Row("SQLite", 5, 0, False), True),
        (Row(MEMORY, 5, 9, True), False),
        (Row(MEMORY, 5, 0, False), True),
        (Row("Redis", 0, None, None), False),
    ],
)
def test_a_find_or_a_blind_search_fails(row: Row, failed: bool) -> None:
    assert row.failed is failed
