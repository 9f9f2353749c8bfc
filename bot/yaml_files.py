"""Reading the project's own YAML files, with the fast loader of libyaml (ten times as fast as the one in Python)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


def parse(text: str) -> Any:
    """The content of a YAML text; plain values only. Raises yaml.YAMLError where it is none."""
    return yaml.load(text, Loader=yaml.CSafeLoader)


def read(path: Path) -> Any:
    """The content of the YAML file at `path`."""
    return parse(path.read_text(encoding="utf-8"))
