"""Places and police forces in a message: town, borough, outward postcode, county, force name.

Only what the knowledge index holds. Names that are ordinary words count only behind a word such as "in"; a full
postcode is cut to its outward part before it is looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable, Sequence

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from bot import yaml_files
from bot.knowledge.records import Place
from bot.knowledge.snapshot import Snapshot
from bot.paths import DATA
from bot.understanding.text import fold

OUTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)(?:\s*[0-9][A-Z]{2})?\b", re.IGNORECASE)
FREE_TEXT = ("city", "london-borough", "town")  # places/SOURCES.md: other kinds are too often ordinary words
UNKNOWN = "_"  # stands for a word that is in no name
OUTWEIGHS = 10  # a town so many times larger than every namesake is taken as meant


@dataclass(frozen=True)
class PlaceFound:
    """name: as we write it. local_authority: its name, or None where only a force is meant."""

    name: str
    force_id: str
    local_authority: str | None
    nation: str


@dataclass(frozen=True)
class PlaceReading:
    """place: the one that is meant; else candidates: two or more to ask about; both empty where none was named."""

    place: PlaceFound | None = None
    candidates: tuple[PlaceFound, ...] = ()


class PlaceFinder:
    """Looks places up in the snapshot of the knowledge index."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        words = yaml_files.read(DATA / "places.yml")
        self._leading = frozenset(fold(word) for word in words["leading_words"])
        self._ordinary = frozenset(fold(word) for word in words["ordinary_words"])
        self._named: dict[str, list[PlaceFound]] = {}
        self._populations: dict[str, list[int]] = {}
        self._add_towns()
        self._add_areas(words["areas"])
        self._add_forces(words["forces"])
        self._blank: Language = spacy.blank("xx")
        self._words = {word for name in self._named for word in name.split(" ")} | set(self._leading)
        self._matcher = PhraseMatcher(self._blank.vocab, attr="ORTH")
        self._matcher.add("place", [Doc(self._blank.vocab, words=name.split(" ")) for name in self._named])

    def find(self, text: str) -> PlaceReading:
        """The place that a cleaned message names."""
        found = self._by_outcode(text)
        return found if found is not None else self._by_name(text)

    def _by_outcode(self, text: str) -> PlaceReading | None:
        for match in OUTCODE.finditer(text):
            outcode = self._snapshot.outcodes.get(match.group(1).upper())
            if outcode is None:
                continue
            authorities = [self._snapshot.local_authorities[code] for code in outcode.local_authorities]
            found = []
            for force_id in outcode.force_ids:
                authority = next(authority for authority in authorities if authority.force_id == force_id)
                found.append(PlaceFound(outcode.outcode, force_id, authority.name, authority.nation))
            return PlaceReading(found[0]) if len(found) == 1 else PlaceReading(None, tuple(found))
        return None

    def _by_name(self, text: str) -> PlaceReading:
        # spaCy keeps every word that a document was ever made of. Hers must not stay: only words of names go in.
        words = [word if word in self._words else UNKNOWN for word in _key(text).split(" ")]
        document = Doc(self._blank.vocab, words=words)
        spans = spacy.util.filter_spans(
            [document[start:end] for _match, start, end in self._matcher(document)]  # longest name wins
        )
        for span in spans:
            name = span.text
            led = span.start > 0 and document[span.start - 1].text in self._leading
            if name in self._ordinary and not led:
                continue
            return self._decide(name)
        return PlaceReading()

    def _decide(self, name: str) -> PlaceReading:
        found = self._named[name]
        if len({place.force_id for place in found}) == 1:
            return PlaceReading(found[0])
        sizes = self._populations.get(name, [])
        if len(sizes) == len(found) and sizes[0] > OUTWEIGHS * max(sizes[1:]):
            return PlaceReading(found[0])
        return PlaceReading(None, tuple(_one_per_force(found)[:4]))

    def _add_towns(self) -> None:
        by_name: dict[str, list[Place]] = {}
        for place in self._snapshot.places:
            if place.kind in FREE_TEXT:
                by_name.setdefault(_key(place.name), []).append(place)
        for name, places in by_name.items():
            places.sort(key=lambda place: (FREE_TEXT.index(place.kind), -place.population))
            self._named[name] = [self._found(place) for place in places]
            self._populations[name] = [place.population for place in places]

    def _add_areas(self, areas: dict[str, str]) -> None:
        for authority in self._snapshot.local_authorities.values():
            key = _key(re.sub(r", (City|County) of$", "", authority.name))
            if key not in self._named:
                self._named[key] = [PlaceFound(authority.name, authority.force_id, authority.name, authority.nation)]
        for name, force_id in areas.items():
            force = self._snapshot.forces[force_id]
            self._named.setdefault(_key(name), [PlaceFound(name, force_id, None, force.nation)])

    def _add_forces(self, nicknames: dict[str, list[str]]) -> None:
        for force in self._snapshot.forces.values():
            found = PlaceFound(force.name, force.id, None, force.nation)
            for name in (force.name, *nicknames.get(force.id, [])):
                self._named[_key(name)] = [found]

    def _found(self, place: Place) -> PlaceFound:
        authority = self._snapshot.local_authorities[place.local_authority]
        return PlaceFound(place.name, place.force_id, authority.name, place.nation)


def _one_per_force(found: Sequence[PlaceFound]) -> list[PlaceFound]:
    return list({place.force_id: place for place in reversed(found)}.values())[::-1]


def _key(text: str) -> str:
    words: Iterable[str] = re.sub(r"[^\w]+", " ", fold(text.replace("&", " and "))).split()
    return " ".join("st" if word == "saint" else word for word in words)
