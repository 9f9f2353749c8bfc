"""The index read into memory once, as frozen records; every look-up works on this."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Mapping

import phonenumbers
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, selectinload

from bot.knowledge import models, records
from bot.knowledge.dates import sort_key

ALWAYS_OPEN = re.compile(r"^(24 hours|24/7|any hour)(, (7|365) days|, every day)?$")
SHOWN = ("high", "medium")  # contacts of low confidence are never shown (charter, rule 6)


@dataclass(frozen=True)
class Snapshot:
    """All records of the index by id; places and outcodes in file order."""

    facts: Mapping[str, records.Fact]
    forces: Mapping[str, records.Force]
    evidence: Mapping[str, records.Evidence]
    services: Mapping[str, records.Service]
    local_authorities: Mapping[str, records.LocalAuthority]
    places: tuple[records.Place, ...]
    outcodes: Mapping[str, records.Outcode]


def read_snapshot(engine: Engine) -> Snapshot:
    """Read the whole index; it must have been built by `load` before."""
    with Session(engine, future=True) as session:
        evidence = {row.id: _evidence(row) for row in session.execute(select(models.Evidence)).scalars()}
        facts = session.execute(
            select(models.Fact).options(selectinload(models.Fact.sources).selectinload(models.FactSource.source))
        ).scalars()
        services = session.execute(select(models.Service).options(selectinload(models.Service.contacts))).scalars()
        return Snapshot(
            facts={row.id: _fact(row) for row in facts},
            forces={row.id: _force(row, evidence) for row in session.execute(select(models.Force)).scalars()},
            evidence=evidence,
            services={row.id: _service(row) for row in services},
            local_authorities={
                row.code: records.LocalAuthority(row.code, row.name, row.nation, row.region, row.force_id)
                for row in session.execute(select(models.LocalAuthority.__table__))
            },
            places=tuple(
                records.Place(
                    row.name, row.local_authority_code, row.force_id, row.nation, row.kind, row.population or 0
                )
                for row in session.execute(select(models.Place.__table__).order_by(models.Place.id))
            ),
            outcodes={
                row.outcode: records.Outcode(row.outcode, tuple(row.force_ids), tuple(row.local_authority_codes))
                for row in session.execute(select(models.Outcode.__table__))
            },
        )


def _source(row: models.Source) -> records.Source:
    return records.Source(row.title, row.publisher, row.url, row.page_date)


def _fact(row: models.Fact) -> records.Fact:
    return records.Fact(
        id=row.id,
        claim=row.claim,
        figures=row.figures,
        nations=tuple(row.jurisdictions),
        event_date=row.event_date,
        status=row.status,
        confidence=row.confidence,
        checked_on=row.checked_on,
        sources=tuple(_source(ranked.source) for ranked in row.sources),
    )


def _evidence(row: models.Evidence) -> records.Evidence:
    return records.Evidence(
        id=row.id,
        force_id=row.force_id,
        nations=tuple(row.nations),
        scope=row.scope,
        finding=row.finding,
        figures=row.figures,
        event_date=row.date,
        confidence=row.confidence,
        checked_on=row.checked_on,
        source=_source(row.source),
    )


def _force(row: models.Force, evidence: Mapping[str, records.Evidence]) -> records.Force:
    own = [item for item in evidence.values() if item.force_id == row.id]
    own.sort(key=lambda item: sort_key(item.event_date), reverse=True)
    return records.Force(row.id, row.name, row.nation, tuple(own))


def _service(row: models.Service) -> records.Service:
    contacts: list[records.Contact] = []
    if row.confidence in SHOWN:
        for contact in row.contacts:
            shown = records.Contact(
                contact.kind,
                _as_dialled(contact.kind, contact.value),
                bool(ALWAYS_OPEN.match(contact.hours or "")),
            )
            if not any((one.kind, one.value) == (shown.kind, shown.value) for one in contacts):
                contacts.append(shown)
    return records.Service(
        id=row.id,
        name=row.name,
        by_and_for=row.by_and_for,
        open_to_all=row.open_to_all,
        only_by_name=row.only_by_name,
        statutory=row.statutory,
        warning=row.warning,
        nations=tuple(row.nations),
        regions=tuple(row.regions),
        languages=tuple(row.languages),
        needs=tuple(row.needs),
        confidence=row.confidence,
        checked_on=row.checked_on,
        source=_source(row.source),
        contacts=tuple(contacts),
    )


def _as_dialled(kind: str, value: str) -> str:
    """A full number as it is dialled in the UK; short numbers and addresses stay as they are written."""
    if kind not in ("freephone", "phone", "whatsapp", "sms"):
        return value
    try:
        number = phonenumbers.parse(value, "GB")
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_valid_number(number):
        return value
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))
