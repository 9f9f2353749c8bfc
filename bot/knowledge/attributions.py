"""The attributions that the licences of the place data require, as data/knowledge/places/SOURCES.md lists them."""

from __future__ import annotations

from functools import lru_cache

from bot.paths import DOSSIER

HEADING = "## Attribution wording"


@lru_cache(maxsize=1)
def attributions() -> tuple[str, ...]:
    """The attribution lines, one for each licence."""
    text = (DOSSIER / "places" / "SOURCES.md").read_text(encoding="utf-8")
    section = text.split(HEADING, 1)[1].split("\n## ", 1)[0]
    return tuple(line[2:].strip() for line in section.splitlines() if line.startswith("- "))
