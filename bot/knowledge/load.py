"""Building the knowledge index: one transaction, only from a dossier without faults, only when the files changed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Iterable

from sqlalchemy import create_engine, event, func, inspect, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.orm import Session

from bot.errors import ConfigurationError, KnowledgeError
from bot.knowledge import models
from bot.knowledge.check import check
from bot.knowledge.dossier import Dossier, Entry, digest, read_dossier
from bot.knowledge.records import NATIONS, OPEN_TO_ALL

ADVISORY_LOCK = 5005  # any constant: replicas that start together build one after the other


def open_engine(database_url: str) -> Engine:
    """An engine for the index. Creates the folder of an SQLite file.

    Raises ConfigurationError when the URL is malformed or its driver is missing.
    """
    try:
        url = make_url(database_url)
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, future=True)
    except (SQLAlchemyError, ModuleNotFoundError, ValueError, OSError) as error:
        raise ConfigurationError(
            f"SAFE_TO_ASK_DATABASE_URL cannot be used ({type(error).__name__}). Write sqlite:///path or postgresql://..."
        ) from error
    if engine.dialect.name == "sqlite":
        _make_ddl_transactional(engine)
    return engine


def load(folder: Path, engine: Engine, topics: Iterable[str]) -> bool:
    """Bring the index up to date with the dossier in `folder`; True if it was rebuilt, False if it already was.

    Raises KnowledgeError, with the old index untouched, when the dossier has faults.
    """
    wanted = _digest(folder)
    try:
        if _built(engine) == wanted:
            return False
        dossier = read_dossier(folder)
        faults = check(dossier, topics)
        if faults:
            raise KnowledgeError(faults)
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(ADVISORY_LOCK)))
            if _built(connection) == wanted:
                return False  # another process that started at the same time was faster, and may be reading by now
            models.metadata.drop_all(connection)
            models.metadata.create_all(connection)
            _fill(connection, dossier, wanted)
    except DatabaseError as error:
        raise ConfigurationError(
            f"The database of SAFE_TO_ASK_DATABASE_URL did not answer ({type(error).__name__}). "
            "Is it running and writable?"
        ) from error
    return True


def _make_ddl_transactional(engine: Engine) -> None:
    """Let SQLite roll CREATE and DROP back: its driver commits before them unless told to leave transactions alone."""

    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", begin)


def _digest(folder: Path) -> str:
    schema = Path(models.__file__).read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(digest(folder).encode() + schema).hexdigest()


def _built(bind: Engine | Connection) -> str | None:
    if not inspect(bind).has_table(models.Build.__tablename__):
        return None
    with Session(bind, future=True) as session:
        digest_found: str | None = session.execute(select(models.Build.digest)).scalars().first()
        return digest_found


def _fill(connection: Connection, dossier: Dossier, digest_wanted: str) -> None:
    sources: dict[tuple[str | None, ...], models.Source] = {}
    with Session(connection, future=True) as session:

        def source(entry: Entry) -> models.Source:
            page_date = entry.get("page_date")
            key = (
                entry["title"],
                entry.get("publisher"),
                entry.get("url"),
                None if page_date is None else str(page_date),
            )
            if key not in sources:
                sources[key] = models.Source(title=key[0], publisher=key[1], url=key[2], page_date=key[3])
                session.add(sources[key])
            return sources[key]

        checked_on = str(dossier.freshness["checked_on"])
        session.add(models.Build(digest=digest_wanted))
        for located in dossier.facts:
            session.add(_fact(located.entry, checked_on, source))
        for located in dossier.forces:
            force = located.entry
            session.add(
                models.Force(
                    id=force["id"],
                    name=force["name"],
                    nation=force["nation"],
                    area=force.get("area") or [],
                    website=force.get("website"),
                )
            )
            for item in force["evidence"]:
                session.add(_evidence(item, force["id"], checked_on, source))
        for located in dossier.national_evidence:
            session.add(_evidence(located.entry, None, checked_on, source))
        for located in dossier.services:
            session.add(_service(located.entry, checked_on, source))
        session.flush()
        _fill_places(session, dossier)
        session.flush()


def _fill_places(session: Session, dossier: Dossier) -> None:
    authorities = [
        {key: located.entry[key] for key in ("code", "name", "nation", "region", "force_id")}
        for located in dossier.local_authorities
    ]
    session.execute(models.LocalAuthority.__table__.insert(), authorities)
    session.execute(
        models.Place.__table__.insert(),
        [
            {
                "name": row["name"],
                "local_authority_code": row["local_authority_code"],
                "force_id": row["force_id"],
                "nation": row["nation"],
                "kind": row["kind"],
                "population": int(row["population_if_known"] or 0) or None,
                "alias_of": row["alias_of"] or None,
            }
            for row in (located.entry for located in dossier.towns)
        ],
    )
    session.execute(
        models.Outcode.__table__.insert(),
        [
            {
                "outcode": row["outcode"],
                "force_ids": row["force_ids"].split(";"),
                "local_authority_codes": row["local_authority_codes"].split(";"),
            }
            for row in (located.entry for located in dossier.outcodes)
        ],
    )


def _figures(entry: Entry) -> dict[str, Any]:
    return {
        key: value if isinstance(value, (bool, int, float)) else str(value)
        for key, value in (entry.get("figures") or {}).items()
    }


def _fact(entry: Entry, checked_on: str, source: Any) -> models.Fact:
    listed: list[models.Source] = []
    for one in [entry["source"], *(entry.get("extra_sources") or [])]:
        if (record := source(one)) not in listed:
            listed.append(record)
    nations = NATIONS if "UK" in entry["jurisdiction"] else tuple(entry["jurisdiction"])
    return models.Fact(
        id=entry["id"],
        topic=entry["topic"],
        claim=entry["claim"],
        figures=_figures(entry),
        jurisdictions=list(nations),
        for_topics=entry.get("for_topics") or [],
        event_date=str(entry["event_date"]),
        status=entry["status"],
        confidence=entry["confidence"],
        note=entry.get("note"),
        checked_on=str(entry.get("checked_on", checked_on)),
        sources=[models.FactSource(rank=rank, source=one) for rank, one in enumerate(listed)],
    )


def _evidence(entry: Entry, force_id: str | None, checked_on: str, source: Any) -> models.Evidence:
    return models.Evidence(
        id=entry["id"],
        force_id=force_id,
        nations=entry.get("nations") or [],
        scope=entry.get("scope", "force"),
        kind=entry["kind"],
        finding=entry["finding"],
        summary=entry["summary"],
        figures=_figures(entry),
        date=None if entry.get("date") is None else str(entry["date"]),
        confidence=entry["confidence"],
        checked_on=str(entry.get("checked_on", checked_on)),
        source=source(entry["source"]),
    )


def _service(entry: Entry, checked_on: str, source: Any) -> models.Service:
    contacts = [
        models.Contact(
            rank=rank,
            kind=contact["kind"],
            value=str(contact.get("national_form") or contact["value"]),
            hours=contact.get("hours"),
            source_url=contact.get("source_url"),
            page_date=None if contact.get("page_date") is None else str(contact["page_date"]),
        )
        for rank, contact in enumerate(entry.get("contacts") or [])
    ]
    return models.Service(
        id=entry["id"],
        name=entry["name"],
        by_and_for=bool(entry["by_and_for"]),
        open_to_all=not entry["by_and_for"] or entry.get("open_to") == OPEN_TO_ALL,
        only_by_name=bool(entry.get("only_by_name", False)),
        statutory=bool(entry.get("statutory_body", False)),
        nations=entry["nations"],
        regions=entry.get("regions") or [],
        cities=entry.get("cities") or [],
        languages=entry.get("languages") or [],
        needs=entry["services"],
        warning=entry.get("warning"),
        confidence=entry["confidence"],
        checked_on=str(entry.get("checked_on", checked_on)),
        source=source(entry["source"]),
        contacts=contacts,
    )
