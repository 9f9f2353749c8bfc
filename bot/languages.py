"""The languages of the product, from `data/languages.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Mapping

from bot import yaml_files
from bot.errors import ConfigurationError
from bot.paths import LANGUAGES

SOURCE = "en"  # every other language is translated from it; also the answer to an unsupported language


@dataclass(frozen=True)
class Language:
    """code: ISO 639. script: ISO 15924. direction: ltr or rtl. reviewer: the named native speaker, or None."""

    code: str
    name: str
    own_name: str
    script: str
    direction: str
    aliases: tuple[str, ...]
    reviewer: str | None


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Language]:
    """All supported languages by code, English first."""
    entries = yaml_files.read(LANGUAGES)
    found = {
        entry["code"]: Language(
            entry["code"],
            entry["name"],
            entry["own_name"],
            entry["script"],
            entry["direction"],
            tuple(entry.get("aliases", ())),
            entry["reviewer"],
        )
        for entry in entries
    }
    if SOURCE not in found:
        raise ConfigurationError(f"{LANGUAGES.name} does not list '{SOURCE}'. Put it first: it is the source.")
    return found


def supported(code: str | None) -> bool:
    """Whether answers exist in the language `code`."""
    return code in languages()
