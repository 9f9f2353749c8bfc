"""The features that messages are compared by: pieces of words and words, over folded text."""

from __future__ import annotations

from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion

WORD = r"(?u)\b\w+\b"


def message_features() -> FeatureUnion:
    """TF-IDF of character n-grams inside words and of words and word pairs.

    Lengths measured best on short, badly spelt messages; see docs/performance.md.
    """
    common: dict[str, Any] = {"lowercase": False, "sublinear_tf": True, "dtype": "float32"}
    return FeatureUnion(
        [
            ("characters", TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, **common)),
            ("words", TfidfVectorizer(analyzer="word", ngram_range=(1, 2), token_pattern=WORD, **common)),
        ]
    )
