"""Which language a message is written in.

Three witnesses, in this order: the script; a small model of the training messages, which knows how people really text
(Arabic in Latin letters, Spanish without accents); lingua, which knows the languages that we do not answer in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Mapping, Sequence

from lingua import Language as Lingua
from lingua import LanguageDetector, LanguageDetectorBuilder
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from bot.languages import languages
from bot.understanding.script import UNKNOWN, script_of
from bot.understanding.text import fold

FOREIGN_ENOUGH = 0.75  # lingua's confidence from which a language that we do not have is believed
FOREIGN_WORDS = 3  # and only on at least so many words: lingua is weak on one or two
KNOWN_SHARE = 0.5  # nor when at least this share of the words stands in the training messages of one language

_LINGUA = (
    "ENGLISH", "SPANISH", "ARABIC", "PORTUGUESE", "POLISH", "ROMANIAN", "URDU", "BENGALI", "PUNJABI", "HINDI",
    "PERSIAN", "TURKISH", "SOMALI", "ALBANIAN", "FRENCH", "CHINESE", "UKRAINIAN", "RUSSIAN", "VIETNAMESE", "ITALIAN",
    "GERMAN", "DUTCH", "HUNGARIAN", "BULGARIAN", "LITHUANIAN", "LATVIAN", "CZECH", "SLOVAK", "GREEK", "TAGALOG",
    "SWAHILI", "YORUBA", "SHONA", "TAMIL", "GUJARATI", "THAI", "KOREAN", "JAPANESE", "WELSH",
)  # fmt: skip


@dataclass(frozen=True)
class LanguageGuess:
    """code: ISO 639-1 of the language, or None where the text does not tell. confidence: 0 to 1. script: ISO 15924.

    shares: how likely each of our languages is, as far as the training messages tell.
    """

    code: str | None
    confidence: float
    script: str
    shares: Mapping[str, float]


@dataclass(frozen=True)
class LanguageModel:
    """The languages of the training messages, learnt from them."""

    model: Pipeline
    words: Mapping[str, frozenset[str]]


def train(texts: Sequence[str], codes: Sequence[str]) -> LanguageModel:
    """Learn from messages and the codes of their languages (at least two)."""
    folded = [fold(text) for text in texts]
    model = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), lowercase=False, sublinear_tf=True, min_df=2),
        LogisticRegression(C=20, max_iter=300),
    )
    model.fit(folded, codes)
    words: dict[str, set[str]] = {code: set() for code in codes}
    for text, code in zip(folded, codes, strict=True):
        words[code].update(text.split())
    return LanguageModel(model, {code: frozenset(found) for code, found in words.items()})


def identify(text: str, model: LanguageModel) -> LanguageGuess:
    """The language of a cleaned message.

    A script that none of our languages is written in decides alone; the code is then lingua's, or None.
    """
    script = script_of(text)
    if script == UNKNOWN:
        return LanguageGuess(None, 0.0, script, {})
    if script not in {language.script for language in languages().values()}:
        return LanguageGuess(_foreign(text)[0], 1.0, script, {})
    shares = _shares(text, model)
    ours = max(shares, key=lambda code: shares[code])
    if len(text.split()) >= FOREIGN_WORDS and _share_known(text, ours, model) < KNOWN_SHARE:
        foreign, foreign_confidence = _foreign(text)
        if foreign not in languages() and foreign_confidence >= FOREIGN_ENOUGH:
            return LanguageGuess(foreign, foreign_confidence, script, shares)
    return LanguageGuess(ours, shares[ours], script, shares)


def named(text: str) -> str | None:
    """The code of the language that `text` names, by English name, own name, alias or code; None where it names none.

    A request is short: at most six words ("can you write in spanish please").
    """
    folded = fold(text)
    words = "".join(character if character.isalnum() else " " for character in folded).split()
    if not 0 < len(words) <= 6:
        return None
    names = _names()
    found = {names[word] for word in words if word in names and len(word) > 2}
    if len(words) == 1 and words[0] in names:
        found.add(names[words[0]])
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return {
        fold(name): language.code
        for language in languages().values()
        for name in (language.code, language.name, language.own_name, *language.aliases)
    }


def _shares(text: str, model: LanguageModel) -> dict[str, float]:
    probabilities = model.model.predict_proba([fold(text)])[0]
    return {str(code): float(share) for code, share in zip(model.model.classes_, probabilities, strict=True)}


def _share_known(text: str, code: str, model: LanguageModel) -> float:
    words = fold(text).split()
    return sum(word in model.words[code] for word in words) / max(len(words), 1)


def _foreign(text: str) -> tuple[str | None, float]:
    values = _lingua().compute_language_confidence_values(text)
    if not values or values[0].value == 0:
        return None, 0.0
    return str(values[0].language.iso_code_639_1.name).lower(), float(values[0].value)


@lru_cache(maxsize=1)
def _lingua() -> LanguageDetector:
    return (
        LanguageDetectorBuilder.from_languages(*(getattr(Lingua, name) for name in _LINGUA))
        .with_low_accuracy_mode()
        .build()
    )
