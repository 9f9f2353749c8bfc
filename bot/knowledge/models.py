"""Tables of the knowledge index. The files in `data/knowledge/` are the truth; these tables are built from them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, MetaData, String, Text
from sqlalchemy.orm import registry, relationship

metadata = MetaData()
Base: Any = registry(metadata=metadata).generate_base()


class Build(Base):
    """One row: the digest of the files and of this schema from which the index was built."""

    __tablename__ = "build"
    digest = Column(String(64), primary_key=True)


class Source(Base):
    """A page or paper that a fact, a piece of evidence or a contact rests on."""

    __tablename__ = "sources"
    id = Column(Integer, primary_key=True)
    title = Column(Text, nullable=False)
    publisher = Column(Text)
    url = Column(Text)
    page_date = Column(Text)


class FactSource(Base):
    """A source of a fact; rank 0 is the main one."""

    __tablename__ = "fact_sources"
    fact_id = Column(ForeignKey("facts.id"), primary_key=True)
    rank = Column(Integer, primary_key=True)
    source_id = Column(ForeignKey("sources.id"), nullable=False)
    source = relationship(Source)


class Fact(Base):
    """A sourced, dated claim; `figures` are the numbers and dates that sentences may show."""

    __tablename__ = "facts"
    id = Column(String(120), primary_key=True)
    topic = Column(String(60), nullable=False)
    claim = Column(Text, nullable=False)
    figures = Column(JSON, nullable=False)
    jurisdictions = Column(JSON, nullable=False)
    for_topics = Column(JSON, nullable=False)
    event_date = Column(Text, nullable=False)
    status = Column(String(20), nullable=False)
    confidence = Column(String(10), nullable=False)
    note = Column(Text)
    checked_on = Column(String(10), nullable=False)
    sources = relationship(FactSource, order_by=FactSource.rank)


class Force(Base):
    """A UK police force."""

    __tablename__ = "forces"
    id = Column(String(60), primary_key=True)
    name = Column(Text, nullable=False)
    nation = Column(String(20), nullable=False)
    area = Column(JSON, nullable=False)
    website = Column(Text)


class Evidence(Base):
    """What is published about one force (force_id) or about all forces of some nations (force_id null)."""

    __tablename__ = "evidence"
    id = Column(String(120), primary_key=True)
    force_id = Column(ForeignKey("forces.id"))
    nations = Column(JSON, nullable=False)
    scope = Column(String(20), nullable=False)
    kind = Column(String(40), nullable=False)
    finding = Column(String(40), nullable=False)
    summary = Column(Text, nullable=False)
    figures = Column(JSON, nullable=False)
    date = Column(Text)
    confidence = Column(String(10), nullable=False)
    checked_on = Column(String(10), nullable=False)
    source_id = Column(ForeignKey("sources.id"), nullable=False)
    source = relationship(Source)


class LocalAuthority(Base):
    """A local authority district and the one territorial force that polices it."""

    __tablename__ = "local_authorities"
    code = Column(String(9), primary_key=True)
    name = Column(Text, nullable=False)
    nation = Column(String(20), nullable=False)
    region = Column(Text, nullable=False)
    force_id = Column(ForeignKey("forces.id"), nullable=False)


class Place(Base):
    """One name of a place in one local authority; the same name may stand in several rows."""

    __tablename__ = "places"
    id = Column(Integer, primary_key=True)
    name = Column(Text, nullable=False)
    local_authority_code = Column(ForeignKey("local_authorities.code"), nullable=False)
    force_id = Column(ForeignKey("forces.id"), nullable=False)
    nation = Column(String(20), nullable=False)
    kind = Column(String(20), nullable=False)
    population = Column(Integer)
    alias_of = Column(Text)


class Outcode(Base):
    """An outward postcode with the forces and local authorities in it, the largest share first."""

    __tablename__ = "outcodes"
    outcode = Column(String(4), primary_key=True)
    force_ids = Column(JSON, nullable=False)
    local_authority_codes = Column(JSON, nullable=False)


class Service(Base):
    """An organisation that helps."""

    __tablename__ = "services"
    id = Column(String(80), primary_key=True)
    name = Column(Text, nullable=False)
    by_and_for = Column(Boolean, nullable=False)
    open_to_all = Column(Boolean, nullable=False)
    only_by_name = Column(Boolean, nullable=False)
    statutory = Column(Boolean, nullable=False)
    nations = Column(JSON, nullable=False)
    regions = Column(JSON, nullable=False)
    cities = Column(JSON, nullable=False)
    languages = Column(JSON, nullable=False)
    needs = Column(JSON, nullable=False)
    warning = Column(String(40))
    confidence = Column(String(10), nullable=False)
    checked_on = Column(String(10), nullable=False)
    source_id = Column(ForeignKey("sources.id"), nullable=False)
    source = relationship(Source)
    contacts = relationship("Contact", order_by="Contact.rank")


class Contact(Base):
    """One way to reach a service, with the page on which it was read."""

    __tablename__ = "contacts"
    id = Column(Integer, primary_key=True)
    service_id = Column(ForeignKey("services.id"), nullable=False)
    rank = Column(Integer, nullable=False)
    kind = Column(String(20), nullable=False)
    value = Column(Text, nullable=False)
    hours = Column(Text)
    source_url = Column(Text)
    page_date = Column(Text)
