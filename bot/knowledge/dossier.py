"""Reading the dossier's files as they are: YAML and CSV into plain entries, without judging them."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot import yaml_files
from bot.errors import Fault, KnowledgeError

FACT_FILES = ("facts.yml", "facts_rights.yml", "facts_support.yml", "facts_provider.yml")
SERVICE_FILES = ("services_by_and_for.yml", "services_national.yml")
OTHER_FILES = ("forces.yml", "dossier.yml", "withheld.yml")
PLACE_FILES = ("places/local_authorities.csv", "places/towns.csv", "places/outcodes.csv")
ALL_FILES = FACT_FILES + SERVICE_FILES + OTHER_FILES + PLACE_FILES

Entry = dict[str, Any]


@dataclass(frozen=True)
class Located:
    """An entry and the file it stands in, relative to the dossier."""

    file: str
    entry: Entry


@dataclass
class Dossier:
    """All entries of the dossier, in file order."""

    facts: list[Located] = field(default_factory=list)
    forces: list[Located] = field(default_factory=list)
    national_evidence: list[Located] = field(default_factory=list)
    services: list[Located] = field(default_factory=list)
    local_authorities: list[Located] = field(default_factory=list)
    towns: list[Located] = field(default_factory=list)
    outcodes: list[Located] = field(default_factory=list)
    withheld: list[Located] = field(default_factory=list)
    freshness: Entry = field(default_factory=dict)


def digest(folder: Path) -> str:
    """SHA-256 over names and contents of the dossier's files, as 64 hexadecimal digits."""
    total = hashlib.sha256()
    for name in ALL_FILES:
        path = folder / name
        total.update(name.encode())
        total.update(path.read_bytes() if path.exists() else b"missing")
    return total.hexdigest()


def read_dossier(folder: Path) -> Dossier:
    """Read every file of the dossier in `folder`.

    Raises KnowledgeError for a file that is missing, is not UTF-8, or is not YAML or CSV of the expected outline.
    """
    faults: list[Fault] = []
    dossier = Dossier()
    for name in FACT_FILES:
        dossier.facts += _entries(folder, name, faults)
    for name in SERVICE_FILES:
        dossier.services += _entries(folder, name, faults)
    dossier.withheld = _entries(folder, "withheld.yml", faults)
    forces = _mapping(folder, "forces.yml", faults)
    dossier.forces = _located("forces.yml", forces.get("forces"), faults)
    dossier.national_evidence = _located("forces.yml", forces.get("national_evidence"), faults)
    dossier.freshness = _mapping(folder, "dossier.yml", faults)
    dossier.local_authorities = _rows(folder, "places/local_authorities.csv", faults)
    dossier.towns = _rows(folder, "places/towns.csv", faults)
    dossier.outcodes = _rows(folder, "places/outcodes.csv", faults)
    if faults:
        raise KnowledgeError(faults)
    return dossier


def _text(folder: Path, name: str, faults: list[Fault]) -> str | None:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        faults.append(Fault(name, "file", "is missing.", "Restore it from the repository."))
    except UnicodeDecodeError as error:
        faults.append(Fault(name, f"byte {error.start}", "is not UTF-8.", "Save the file in UTF-8."))
    return None


def _yaml(folder: Path, name: str, faults: list[Fault]) -> Any:
    text = _text(folder, name, faults)
    if text is None:
        return None
    try:
        return yaml_files.parse(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "file"
        problem = f"is not valid YAML ({getattr(error, 'problem', None) or 'unknown fault'})."
        faults.append(Fault(name, place, problem, "Mend indentation, quotes or colons near that line."))
        return None


def _mapping(folder: Path, name: str, faults: list[Fault]) -> Entry:
    value = _yaml(folder, name, faults)
    if isinstance(value, dict):
        return value
    if not any(fault.file == name for fault in faults):
        faults.append(Fault(name, "file", "does not hold a mapping.", "See the file's head for its form."))
    return {}


def _entries(folder: Path, name: str, faults: list[Fault]) -> list[Located]:
    value = _yaml(folder, name, faults)
    if value is None and any(fault.file == name for fault in faults):
        return []
    return _located(name, value, faults)


def _located(name: str, value: Any, faults: list[Fault]) -> list[Located]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        if not any(fault.file == name for fault in faults):
            faults.append(Fault(name, "file", "does not hold a list of entries.", "Begin each entry with '- id:'."))
        return []
    return [Located(name, entry) for entry in value]


def _rows(folder: Path, name: str, faults: list[Fault]) -> list[Located]:
    text = _text(folder, name, faults)
    if text is None:
        return []
    reader = csv.DictReader(text.splitlines())
    rows = []
    for number, row in enumerate(reader, start=2):
        if None in row or None in row.values():
            faults.append(
                Fault(name, f"line {number}", "has more or fewer columns than the header.", "Quote names with commas.")
            )
            continue
        rows.append(Located(name, dict(row)))
    return rows
