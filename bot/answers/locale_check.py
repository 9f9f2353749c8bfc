"""Every language against English: the same keys, the same placeholders, no digits, nothing stale.

Each translated sentence is recorded with a hash of the English it was made from (`locales/made_from/<code>.yml`); when
the English changes, the record no longer agrees and the sentence is reported as stale.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Iterator

import yaml

from bot import checked_files
from bot.answers.i18n import PLACEHOLDER
from bot.errors import Fault, LocaleError
from bot.languages import SOURCE, languages
from bot.paths import LOCALES


def sentences(language: str, folder: Path = LOCALES) -> dict[str, str]:
    """All sentences of a language by full key ("namespace.rest").

    Raises LocaleError, naming each file, where one cannot be read or is of another language.
    """
    found, faults = _read(language, folder)
    if faults:
        raise LocaleError("\n".join(str(fault) for fault in faults))
    return found


def check_locales(folder: Path = LOCALES) -> list[Fault]:
    """All faults of all languages; an empty list means that every sentence exists, is current and is well formed."""
    source, faults = _read(SOURCE, folder)
    unread = {_namespace(fault.file) for fault in faults}
    faults += [fault for key, text in source.items() for fault in _form(SOURCE, key, text)]
    for code in languages():
        if code != SOURCE:
            faults += _against(code, source, unread, folder)
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


def _read(language: str, folder: Path) -> tuple[dict[str, str], list[Fault]]:
    """The sentences of a language, and a fault for each of its files that is of another form."""
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob(f"*.{language}.yml")):
        name = f"locales/{path.name}"
        content = checked_files.mapping(path, name, faults)
        if content is not None and content.keys() == {language}:
            found.update(_flat(_namespace(name), content[language]))
        elif content is not None:
            problem = f"holds something else than '{language}:' and its sentences."
            faults.append(Fault(name, "file", problem, "Begin it with that word; see the English file."))
    return found, faults


def _flat(prefix: str, content: Any) -> dict[str, str]:
    if isinstance(content, dict):
        return {key: text for name, value in content.items() for key, text in _flat(f"{prefix}.{name}", value).items()}
    return {prefix: "" if content is None else str(content)}


def _against(code: str, source: dict[str, str], unread: set[str], folder: Path) -> list[Fault]:
    """The faults of one language; of a file that could not be read, here or in English, it tells that alone."""
    own, faults = _read(code, folder)
    unread = unread | {_namespace(fault.file) for fault in faults}
    record = folder / "made_from" / f"{code}.yml"
    made_from = checked_files.mapping(record, f"locales/made_from/{record.name}", faults) if record.exists() else {}
    for key in source.keys() ^ own.keys():
        if key.split(".")[0] in unread:
            continue
        if key in source:
            faults.append(Fault(_file(code, key), key, "is missing.", "Translate the English sentence of that key."))
        else:
            faults.append(Fault(_file(code, key), key, "has no English.", "Remove it, or write the English first."))
    for key in own.keys() & source.keys():
        faults += _form(code, key, own[key])
        if set(PLACEHOLDER.findall(own[key])) != set(PLACEHOLDER.findall(source[key])):
            faults.append(
                Fault(_file(code, key), key, "has other placeholders than the English.", "Use the same ones.")
            )
        if made_from is not None and made_from.get(key) != fingerprint(source[key]):
            remedy = f"Compare it with the English, then run 'safe-to-ask locales stamp {code}'."
            faults.append(Fault(_file(code, key), key, "was made from another English sentence.", remedy))
    return faults


def _form(code: str, key: str, text: str) -> Iterator[Fault]:
    bare = PLACEHOLDER.sub("", text)
    if any(character.isdecimal() for character in bare):
        yield Fault(_file(code, key), key, "holds a figure.", "Use a placeholder filled by fact id.")
    if "%" in bare:
        yield Fault(_file(code, key), key, "holds a lone '%'.", "Write placeholders as %{name}.")
    if not text.strip() and not key.startswith("common.number."):
        yield Fault(_file(code, key), key, "is empty.", "Write the sentence.")


def _namespace(file: str) -> str:
    return file.rpartition("/")[2].split(".")[0]


def _file(code: str, key: str) -> str:
    return f"locales/{key.split('.')[0]}.{code}.yml"
