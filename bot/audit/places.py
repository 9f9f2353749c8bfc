"""Where a trace could lie, and the search of each place."""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import Iterator, Sequence

CHUNK = 1 << 24  # bytes that are searched at a time
OVERLAP = 1 << 8  # bytes by which two pieces overlap; no trace is longer
SKIPPED = ("/proc", "/sys", "/dev/pts", "/run/user")


def in_bytes(content: bytes, traces: Sequence[bytes]) -> int:
    """How often the traces stand in `content`."""
    return sum(content.count(trace) for trace in traces)


def in_file(path: Path, traces: Sequence[bytes]) -> int:
    """How often they stand in a file; an unreadable file counts as none."""
    found = 0
    with contextlib.suppress(OSError), path.open("rb") as file:
        before = b""
        while piece := file.read(CHUNK):
            found += in_bytes(before + piece, traces) - in_bytes(before, traces)
            before = piece[-OVERLAP:]
    return found


def changed_files(roots: Sequence[Path], since: float) -> Iterator[Path]:
    """Every plain file below the roots that was written after `since` (seconds since the epoch)."""
    for root in roots:
        for folder, _folders, names in os.walk(root):
            if folder.startswith(SKIPPED):
                continue
            for name in names:
                path = Path(folder, name)
                with contextlib.suppress(OSError):
                    if path.is_file() and not path.is_symlink() and path.stat().st_mtime >= since:
                        yield path


def in_memory(pid: int, traces: Sequence[bytes]) -> int:
    """How often they stand in the memory of a live process, read through /proc (Linux, as the same user or root)."""
    found = 0
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            region = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if region is None:
                continue  # what cannot be written holds programs and their constants
            start, end = int(region[1], 16), int(region[2], 16)
            before = b""
            while start < end:
                try:
                    memory.seek(start)
                    piece = memory.read(min(CHUNK, end - start))
                except (OSError, ValueError, OverflowError):
                    break
                if not piece:
                    break
                found += in_bytes(before + piece, traces) - in_bytes(before, traces)
                before = piece[-OVERLAP:]
                start += len(piece)
    return found


def open_but_deleted(pid: int, traces: Sequence[bytes]) -> int:
    """How often they stand in files that the process holds open though their names are gone."""
    found = 0
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            if os.readlink(link).endswith(" (deleted)"):
                found += in_file(link, traces)
    return found
