"""Every language against English: the same keys, the same placeholders, no digits, nothing stale.

Each translated sentence is recorded with a hash of the English it was made from (`locales/made_from/<code>.yml`); when
the English changes, the record no longer agrees and the sentence is reported as stale.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Iterator

import yaml

from bot import yaml_files
from bot.answers.i18n import PLACEHOLDER
from bot.errors import Fault
from bot.languages import SOURCE, languages
from bot.paths import LOCALES


def sentences(language: str, folder: Path = LOCALES) -> dict[str, str]:
    """All sentences of a language by full key ("namespace.rest")."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob(f"*.{language}.yml")):
        content = yaml_files.read(path)
        found.update(_flat(path.name.split(".")[0], content[language]))
    return found


def check_locales(folder: Path = LOCALES) -> list[Fault]:
    """All faults of all languages; an empty list means that every sentence exists, is current and is well formed."""
    source = sentences(SOURCE, folder)
    faults = [fault for key, text in source.items() for fault in _form(SOURCE, key, text)]
    for code in languages():
        if code != SOURCE:
            faults += _against(code, source, folder)
    return faults


def stamp(language: str, folder: Path = LOCALES) -> int:
    """Record the English of today as what `language` was made from; returns the number of sentences."""
    source = sentences(SOURCE, folder)
    record = {key: fingerprint(source[key]) for key in sentences(language, folder) if key in source}
    path = folder / "made_from" / f"{language}.yml"
    path.parent.mkdir(exist_ok=True)
    head = f"# For each sentence in '{language}': a hash of the English that it was translated from.\n"
    path.write_text(head + yaml.safe_dump(record, allow_unicode=True, width=200), encoding="utf-8")
    return len(record)


def fingerprint(text: str) -> str:
    """Ten hexadecimal digits that change when the sentence changes."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _flat(prefix: str, content: Any) -> dict[str, str]:
    if isinstance(content, dict):
        return {key: text for name, value in content.items() for key, text in _flat(f"{prefix}.{name}", value).items()}
    return {prefix: str(content)}


def _against(code: str, source: dict[str, str], folder: Path) -> Iterator[Fault]:
    own = sentences(code, folder)
    record_path = folder / "made_from" / f"{code}.yml"
    made_from = yaml_files.read(record_path) if record_path.exists() else {}
    for key in source.keys() - own.keys():
        yield Fault(_file(code, key), key, "is missing.", "Translate the English sentence of that key.")
    for key in own.keys() - source.keys():
        yield Fault(_file(code, key), key, "has no English.", "Remove it, or write the English first.")
    for key in own.keys() & source.keys():
        yield from _form(code, key, own[key])
        if set(PLACEHOLDER.findall(own[key])) != set(PLACEHOLDER.findall(source[key])):
            yield Fault(_file(code, key), key, "has other placeholders than the English.", "Use the same ones.")
        if made_from.get(key) != fingerprint(source[key]):
            remedy = f"Compare it with the English, then run 'safe-to-ask locales stamp {code}'."
            yield Fault(_file(code, key), key, "was made from another English sentence.", remedy)


def _form(code: str, key: str, text: str) -> Iterator[Fault]:
    bare = PLACEHOLDER.sub("", text)
    if any(character.isdecimal() for character in bare):
        yield Fault(_file(code, key), key, "holds a figure.", "Use a placeholder filled by fact id.")
    if "%" in bare:
        yield Fault(_file(code, key), key, "holds a lone '%'.", "Write placeholders as %{name}.")
    if not text.strip() and not key.startswith("common.number."):
        yield Fault(_file(code, key), key, "is empty.", "Write the sentence.")


def _file(code: str, key: str) -> str:
    return f"locales/{key.split('.')[0]}.{code}.yml"
