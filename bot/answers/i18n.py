"""The one door to python-i18n. It always passes the locale (the library's own is a global) and never falls back."""

from __future__ import annotations

import re
from typing import Any, Mapping

import i18n as library
from i18n import resource_loader, translations
from i18n.loaders.loader import Loader

from bot import yaml_files
from bot.errors import LocaleError
from bot.languages import languages
from bot.paths import LOCALES

BETWEEN_DIGITS = re.compile(r"(?<=\d) (?=\d)")
PLACEHOLDER = re.compile(r"%\{([a-z_0-9]+)\}")
KEYWORDS = ("menu", "person", "more", "hide", "stop")


class FastYaml(Loader):  # type: ignore[misc]  # python-i18n ships no types
    """The library's own YAML loader takes a second for our files."""

    def parse_file(self, file_content: str) -> Any:
        """Called by the library."""
        return yaml_files.parse(file_content)


resource_loader.register_loader(FastYaml, ["yml"])
library.set("file_format", "yml")
library.set("filename_format", "{namespace}.{locale}.{format}")
library.set("enable_memoization", True)
if str(LOCALES) not in library.load_path:
    library.load_path.append(str(LOCALES))


def has(key: str, language: str) -> bool:
    """Whether the sentence `key` ("namespace.rest") exists in `language` itself."""
    if not translations.has(key, language):
        resource_loader.search_translation(key, language)
    return bool(translations.has(key, language))


def raw(key: str, language: str) -> str:
    """The sentence with its placeholders unfilled. Raises LocaleError where it does not exist in `language`."""
    if not has(key, language):
        raise LocaleError(f"locales: '{key}' is missing in '{language}'. Add it to that language's file.")
    return str(translations.get(key, language))


def placeholders(key: str, language: str) -> tuple[str, ...]:
    """Names of the placeholders of a sentence, in order of first use."""
    return tuple(dict.fromkeys(PLACEHOLDER.findall(raw(key, language))))


def say(key: str, language: str, values: Mapping[str, str] | None = None) -> str:
    """The sentence `key` in `language`, filled.

    Raises LocaleError where the sentence or the value of a placeholder is missing: no placeholder is ever shown.
    """
    filled = values or {}
    missing = [name for name in placeholders(key, language) if name not in filled]
    if missing:
        raise LocaleError(f"locales: '{key}' in '{language}' wants {missing}, which nothing fills.")
    return in_reading_order(str(library.t(key, locale=language, **filled)), language)


def in_reading_order(text: str, language: str) -> str:
    """`text` with the groups of each number held together where the language is written from right to left.

    There, digits with a space between them are separate numbers to the bidirectional algorithm (Unicode annex 9), and
    the groups of a telephone number would be shown in reverse. A no-break space makes one number of them.
    """
    if languages()[language].direction != "rtl":
        return text
    return BETWEEN_DIGITS.sub("\u00a0", text)


def keywords(language: str) -> dict[str, str]:
    """The words that she can send, by the name of their placeholder (%{word_menu} and the like)."""
    return {f"word_{name}": say(f"common.word.{name}", language) for name in KEYWORDS}


def preload() -> None:
    """Read every locale file now, so that the first person does not wait for it."""
    for code in languages():
        for path in LOCALES.glob(f"*.{code}.yml"):
            has(f"{path.name.split('.')[0]}.preload", code)
