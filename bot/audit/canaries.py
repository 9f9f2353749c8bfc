"""Made-up people whose every word carries a mark of its run, so that any trace of them can be found byte by byte."""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass

DRAMA_NUMBERS = "+447700900"  # numbers that Ofcom keeps free for fiction; three digits follow in a real one
CONSONANTS = "bcdfghjkmnpqrstvwxz"  # no word of a language is made of these alone
WIDTHS = ("utf-8", "utf-16-le", "utf-32-le")  # as files hold text, and as Python holds it in memory


@dataclass(frozen=True)
class Canary:
    """One made-up person. words: her number, name, address, mail and a word of hers, each with the mark of the run."""

    channel: str
    number: str
    sentences: tuple[str, ...]
    words: tuple[str, ...]


class Flock:
    """The canaries of one run. letters, digits: the marks, one of which stands in every word of every canary."""

    def __init__(self) -> None:
        self.letters = _random(CONSONANTS, 9)
        self.digits = _random(string.digits, 8)
        self.canaries: list[Canary] = []

    def add(self, channel: str) -> Canary:
        """A new person for a channel."""
        number = DRAMA_NUMBERS + self.digits + _random(string.digits, 2)
        name, street, user, word = (self.letters + _random(CONSONANTS, 4) for _ in range(4))
        address = f"{secrets.randbelow(900) + 100} {street.title()} Mews LU4 9{_random(CONSONANTS, 2).upper()}"
        sentences = (
            f"my name is {name.title()} and my husband hits me, can i call the police",
            f"i live at {address}, write to {user}@canary.example",
            f"he said {word} and that immigration will take me",
        )
        self.canaries.append(Canary(channel, number, sentences, (number, name, street, user, word)))
        return self.canaries[-1]

    @property
    def traces(self) -> tuple[bytes, ...]:
        """What to search for."""
        return written_as(self.letters) + written_as(self.digits)

    @property
    def words(self) -> int:
        """How many strings that covers."""
        return sum(len(canary.words) for canary in self.canaries)


def written_as(word: str) -> tuple[bytes, ...]:
    """The bytes that a word may stand in: small, capital or with one capital, in each width of characters."""
    ways = {word.lower(), word.upper(), word.capitalize()}
    return tuple(sorted(way.encode(width) for way in ways for width in WIDTHS))


def _random(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))
