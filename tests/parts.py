"""System parts that some tests need: which are here, and how to get one that is missing.

`python -m tests.parts` lists what will be left out. Where SAFE_TO_ASK_TEST_ALL is set, as in CI, nothing may be.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass

import pytest

from bot.audit import postgres


@dataclass(frozen=True)
class Part:
    """A program of the system. package: its name in Debian."""

    name: str
    package: str
    tests: str
    program: str | None


def parts() -> dict[str, Part]:
    """All parts by name; `program` is where the part was found, or None."""
    listed = (
        Part("postgresql", "postgresql", "the knowledge index on PostgreSQL", str(postgres.programs() or "") or None),
        Part("chromium", "chromium", "the pages in a real browser", shutil.which("chromium")),
    )
    return {part.name: part for part in listed}


def all_wanted() -> bool:
    """Whether a missing part is a failure."""
    return bool(os.environ.get("SAFE_TO_ASK_TEST_ALL"))


def program(name: str) -> str:
    """Where a part is; skips the test that asks for a missing one, or fails it where all are wanted."""
    part = parts()[name]
    if part.program is not None:
        return part.program
    message = f"{name} is missing. Install the Debian package '{part.package}' to run this test."
    if all_wanted():
        pytest.fail(message)
    pytest.skip(message)


def main() -> int:
    """Say what is left out; 1 where something is missing that is wanted."""
    missing = [part for part in parts().values() if part.program is None]
    for part in missing:
        print(f"Left out: {part.tests}. To run it too: apt-get install {part.package}")
    if not missing:
        print(f"System parts found: {', '.join(parts())}. No test is left out.")
    return 1 if missing and all_wanted() else 0


if __name__ == "__main__":
    sys.exit(main())
