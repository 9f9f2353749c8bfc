"""Where the project's own files are. The one place that knows the layout on disk."""

from __future__ import annotations

from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data"
DOSSIER = DATA / "knowledge"
BRIEFS = DATA / "briefs"
DANGER = DATA / "danger"
PAST = DATA / "past.yml"
LEAVING = DATA / "leaving.yml"
CONCEPTS = DATA / "concepts"
NLU = DATA / "nlu"
TOPICS = DATA / "topics.yml"
LANGUAGES = DATA / "languages.yml"
LOCALES = PROJECT / "locales"
MODELS = PROJECT / "models"
CACHE = PROJECT / ".cache"
