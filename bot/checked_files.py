"""Reading YAML files that people write: what is wrong with one becomes a fault that names it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

import yaml

from bot import yaml_files
from bot.errors import Fault


def mapping(path: Path, name: str, faults: list[Fault]) -> dict[str, Any] | None:
    """The mapping in the file at `path`; None, and a fault about `name`, where it holds none."""
    found: dict[str, Any] | None = _read(path, name, faults, "a mapping", lambda content: isinstance(content, dict))
    return found


def entries(path: Path, name: str, faults: list[Fault]) -> list[dict[str, Any]] | None:
    """The list of mappings in the file at `path`; None, and a fault about `name`, where it holds none."""
    found: list[dict[str, Any]] | None = _read(path, name, faults, "a list of entries", _are_entries)
    return found


def _are_entries(content: Any) -> bool:
    return isinstance(content, list) and all(isinstance(entry, dict) for entry in content)


def _read(path: Path, name: str, faults: list[Fault], form: str, fits: Callable[[Any], bool]) -> Any:
    try:
        content = yaml_files.read(path)
    except FileNotFoundError:
        faults.append(Fault(name, "file", "is missing.", "Restore it from the repository."))
    except UnicodeDecodeError as error:
        faults.append(Fault(name, f"byte {error.start}", "is not UTF-8.", "Save the file in UTF-8."))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else "file"
        problem = f"is not valid YAML ({getattr(error, 'problem', None) or 'unknown fault'})."
        faults.append(Fault(name, place, problem, "Mend indentation, quotes or colons near that line."))
    else:
        if fits(content):
            return content
        faults.append(Fault(name, "file", f"does not hold {form}.", "See the files beside it for the form."))
    return None
