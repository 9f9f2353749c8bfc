"""Which topics a message carries: a linear model of the training messages per language, read clause by clause.

One-against-rest logistic regression on n-gram weights. A message may carry several topics; a short question is asked
instead of a guess when no topic is likely enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

import numpy
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion

from bot.topics import by_urgency, topics
from bot.understanding.ngrams import message_features

SURE = 0.45  # from this probability a topic is answered
AHEAD = 1.8  # or when the best topic is so many times as likely as the second ...
LEAST = 0.18  # ... and at least this likely
ALSO = 0.35  # a further topic is answered too from this probability
DANGER = 0.22  # from this probability a danger topic opens the answer with the emergency block
OFFERED = 3  # choices offered when unsure
WORTH_OFFERING = 0.03  # a less likely topic is not offered
LANGUAGE_SHARE = 0.2  # a second language's model is asked too when it is this likely
CLAUSE = re.compile(r"[.!?;:,\n؟،؛]+|\b(?:and|but|because|pero|porque|y|also|tambien)\b|\s(?:لكن|بس|و)\s")
CLAUSE_WORDS = 3  # shorter clauses say too little by themselves
OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class TopicReading:
    """topics: (id, probability), in the order in which they are answered. offered: choices when unsure, else empty.

    danger: the danger topics that are likely enough for the emergency block.
    """

    topics: tuple[tuple[str, float], ...]
    offered: tuple[str, ...]
    danger: tuple[str, ...]


@dataclass(frozen=True)
class LanguageTopics:
    """The model of one language: features, then one row of weights per topic; margins are scaled to probabilities."""

    features: FeatureUnion
    ids: tuple[str, ...]
    weights: Any
    bias: Any
    slope: float
    shift: float

    def probabilities(self, texts: Sequence[str]) -> Any:
        """Probability of each topic (columns, as `ids`) for each cleaned text (rows)."""
        margins = self.features.transform(texts) @ self.weights.T + self.bias
        return 1.0 / (1.0 + numpy.exp(-(self.slope * numpy.asarray(margins) + self.shift)))


def train_language(
    language: str, texts: Sequence[str], labels: Sequence[Sequence[str]], seed: int = 0
) -> LanguageTopics:
    """Learn one language from its messages and the topics of each (one or more)."""
    ids = tuple(topic for topic in topics() if any(topic in label for label in labels))
    truth = numpy.array([[topic in label for topic in ids] for label in labels])
    features, weights, bias = _fit(language, texts, truth)
    slope, shift = _calibrate(language, texts, truth, seed)
    return LanguageTopics(features, ids, weights, bias, slope, shift)


def read_topics(text: str, models: Mapping[str, LanguageTopics], shares: Mapping[str, float]) -> TopicReading:
    """The topics of a cleaned message.

    shares: how likely each language is, 0 to 1; models of languages below LANGUAGE_SHARE are not asked.
    """
    scores = _scores(text, models, shares)
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    known = topics()
    danger = tuple(topic for topic, score in ranked if known[topic].danger and score >= DANGER)
    best, second = ranked[0], ranked[1]
    sure = best[1] >= SURE or (best[1] >= LEAST and best[1] >= AHEAD * second[1])
    if not sure:
        offered = tuple(
            topic
            for topic, score in ranked
            if score >= WORTH_OFFERING and topic != OUT_OF_SCOPE and known[topic].group != "bot"
        )[:OFFERED]
        if best[0] == OUT_OF_SCOPE or len(offered) < 2:
            return TopicReading(((OUT_OF_SCOPE, scores.get(OUT_OF_SCOPE, 0.0)),), (), danger)
        return TopicReading(tuple((topic, scores[topic]) for topic in offered), offered, danger)
    chosen = [best[0]]
    if best[0] != OUT_OF_SCOPE:
        chosen += [topic for topic, score in ranked[1:3] if score >= ALSO and topic != OUT_OF_SCOPE]
    return TopicReading(tuple((topic, scores[topic]) for topic in by_urgency(chosen)), (), danger)


def _scores(text: str, models: Mapping[str, LanguageTopics], shares: Mapping[str, float]) -> dict[str, float]:
    asked = {code: share for code, share in shares.items() if code in models and share >= LANGUAGE_SHARE}
    if not asked:
        asked = dict.fromkeys(models, 1.0)
    total = sum(asked.values())
    pieces = [text, *clauses(text)]
    scores: dict[str, float] = {}
    for code, share in asked.items():
        model = models[code]
        rows = model.probabilities(pieces)
        whole = rows[0]
        combined = whole if len(pieces) == 1 else numpy.maximum(whole, 0.8 * rows[1:].max(axis=0))
        for topic, score in zip(model.ids, combined, strict=True):
            scores[topic] = scores.get(topic, 0.0) + float(score) * share / total
    return scores


def clauses(text: str) -> list[str]:
    """The parts of a message that can be read by themselves; empty where there is only one."""
    parts = [part.strip() for part in CLAUSE.split(text)]
    parts = [part for part in parts if len(part.split()) >= CLAUSE_WORDS]
    return parts if len(parts) > 1 else []


def _fit(language: str, texts: Sequence[str], truth: Any) -> tuple[FeatureUnion, Any, Any]:
    features = message_features(language)
    matrix = features.fit_transform(texts)
    fitted = Parallel(n_jobs=2, prefer="processes")(
        delayed(_fit_one)(matrix, truth[:, column]) for column in range(truth.shape[1])
    )
    weights = numpy.vstack([weight for weight, _ in fitted]).astype(numpy.float32)
    bias = numpy.array([intercept for _, intercept in fitted], dtype=numpy.float32)
    return features, weights, bias


def _fit_one(matrix: Any, truth: Any) -> tuple[Any, float]:
    model = LogisticRegression(C=10, solver="liblinear", class_weight={False: 1, True: 3}).fit(matrix, truth)
    return model.coef_[0], float(model.intercept_[0])


def _calibrate(language: str, texts: Sequence[str], truth: Any, seed: int) -> tuple[float, float]:
    """Slope and shift of margin to probability, from messages that the model has not seen."""
    order = numpy.random.default_rng(seed).permutation(len(texts))
    cut = len(order) // 5
    held, kept = order[:cut], order[cut:]
    features, weights, bias = _fit(language, [texts[i] for i in kept], truth[kept])
    margins = numpy.asarray(features.transform([texts[i] for i in held]) @ weights.T + bias)
    model = LogisticRegression(C=1e6).fit(margins.reshape(-1, 1), truth[held].reshape(-1))
    return float(model.coef_[0][0]), float(model.intercept_[0])
