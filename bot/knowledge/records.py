"""What the rest of the program sees of the dossier: frozen records, read once from the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Union

Figure = Union[int, float, str, bool]

OPEN_TO_ALL = "minoritised_women"  # `open_to` of a group that helps women of any migrant or minoritised community
NATIONS = ("England", "Wales", "Scotland", "Northern Ireland")


@dataclass(frozen=True)
class Source:
    """A page or paper, as far as it is known; `page_date` is the date that the page itself shows."""

    title: str
    publisher: str | None
    url: str | None
    page_date: str | None


@dataclass(frozen=True)
class Fact:
    """A sourced claim. `nations`: where it holds. `status`: current, historical, superseded or unclear."""

    id: str
    claim: str
    figures: Mapping[str, Figure]
    nations: tuple[str, ...]
    event_date: str
    status: str
    confidence: str
    checked_on: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Evidence:
    """What is published about one force, or about every force of some nations (`force_id` None)."""

    id: str
    force_id: str | None
    nations: tuple[str, ...]
    scope: str
    finding: str
    figures: Mapping[str, Figure]
    event_date: str | None
    confidence: str
    checked_on: str
    source: Source


@dataclass(frozen=True)
class Force:
    """A police force. `evidence`: its own, newest first."""

    id: str
    name: str
    nation: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class LocalAuthority:
    """A local authority district; `force_id` is the one territorial force that polices it."""

    code: str
    name: str
    nation: str
    region: str
    force_id: str


@dataclass(frozen=True)
class Place:
    """One name in one local authority."""

    name: str
    local_authority: str
    force_id: str
    nation: str
    kind: str
    population: int


@dataclass(frozen=True)
class Outcode:
    """An outward postcode; the force with the largest share of its postcodes stands first."""

    outcode: str
    force_ids: tuple[str, ...]
    local_authorities: tuple[str, ...]


@dataclass(frozen=True)
class Contact:
    """One way to reach a service; `value` as people in the UK dial or open it."""

    kind: str
    value: str
    always_open: bool


@dataclass(frozen=True)
class Service:
    """An organisation that helps. `contacts` holds the ones that may be shown; it may be empty."""

    id: str
    name: str
    by_and_for: bool
    open_to_all: bool
    only_by_name: bool
    statutory: bool
    warning: str | None
    nations: tuple[str, ...]
    regions: tuple[str, ...]
    languages: tuple[str, ...]
    needs: tuple[str, ...]
    confidence: str
    checked_on: str
    source: Source
    contacts: tuple[Contact, ...]
