"""Every error that this project raises on purpose.

SafeToAskError
├── ConfigurationError      a setting or an environment variable is missing or wrong (exit code 2)
├── KnowledgeError          the dossier has faults; carries them (exit code 1)
├── LocaleError             a sentence or a placeholder is missing or wrong (exit code 1)
└── ConversationError       the model could not be loaded or did not answer

Messages are for operators: what is wrong, where, and what to do. None of them holds a word that a person wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence


class SafeToAskError(Exception):
    """Base of the tree; catch this to catch all."""


class ConfigurationError(SafeToAskError):
    """A setting is missing or wrong."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a data file.

    file: path relative to the dossier; entry: id or line; problem: what is wrong; remedy: what to do about it.
    """

    file: str
    entry: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.problem} {self.remedy}"


class KnowledgeError(SafeToAskError):
    """The dossier has faults; nothing was loaded from it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class LocaleError(SafeToAskError):
    """A sentence or one of its placeholders is missing or wrong."""


class ConversationError(SafeToAskError):
    """The model could not be loaded, or a turn went wrong inside it."""
