"""The features that messages are compared by: pieces of words, words, and the concepts that words belong to."""

from __future__ import annotations

from typing import Any

import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

from bot.understanding.concepts import ConceptAnalyzer, has_concepts
from bot.understanding.text import fold

WORD = r"(?u)\b\w+\b"
CONCEPT_WEIGHT = 0.3


def message_features(language: str) -> FeatureUnion:
    """TF-IDF of character n-grams inside words, of words and word pairs, and of concepts and their pairs.

    Lengths and weight measured on the development messages; see docs/performance.md.
    """
    common: dict[str, Any] = {"preprocessor": fold, "sublinear_tf": True, "dtype": numpy.float32}
    features = [
        ("characters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, **common)),
        ("words", TfidfVectorizer(analyzer="word", ngram_range=(1, 2), token_pattern=WORD, **common)),
    ]
    weights = {}
    if has_concepts(language):
        concepts = TfidfVectorizer(analyzer=ConceptAnalyzer(language), sublinear_tf=True, dtype=numpy.float32)
        features.append(("concepts", concepts))
        weights["concepts"] = CONCEPT_WEIGHT
    return FeatureUnion(features, transformer_weights=weights)
