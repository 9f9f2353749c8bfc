"""Which topics a message carries: a linear model of the training messages per language, read clause by clause.

One-against-rest logistic regression on n-gram weights. A message may carry several topics; a short question is asked
instead of a guess when no topic is likely enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf
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
ALSO = 0.6  # a further topic is answered too from this probability
ALSO_FIRST = 0.85  # ... or from this one where it is the more urgent and would be answered before the likeliest
# From this probability of a danger topic the answer opens with the emergency block. Chosen on the development messages:
# the more messages a language has learned from, the less often a story of the past looks like the present.
DANGER = {"en": 0.25, "es": 0.13, "ar": 0.08}
DANGER_ELSEWHERE = 0.12
OFFERED = 3  # choices offered at most
WORTH_OFFERING = 0.03  # a topic that is less likely is not offered, neither beside an answer nor instead of one
LANGUAGE_SHARE = 0.2  # a second language's model is asked too when it is this likely
CLAUSE_SHARE = 0.3  # of the margin comes from the best clause, the rest from the whole message
CLAUSE = re.compile(r"[.!?;:,\n؟،؛]+|\b(?:and|but|because|pero|porque|y|also|tambien)\b|\s(?:لكن|بس|و)\s")
CLAUSE_WORDS = 3  # shorter clauses say too little by themselves
OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class TopicReading:
    """topics: (id, probability), in the order in which they are answered.

    offered: choices put to her, the most likely first. unsure: no topic is likely enough; the choices stand instead of
    an answer, and `topics` lists the same ones; otherwise they stand beside the answer. danger: the danger topics that
    are likely enough for the emergency block.
    """

    topics: tuple[tuple[str, float], ...]
    offered: tuple[str, ...]
    danger: tuple[str, ...]
    unsure: bool = False


@dataclass(frozen=True)
class LanguageTopics:
    """The model of one language: features, then a column of weights per topic; margins are scaled to probabilities.

    The weights lie row by row in memory (a row per feature), or each message would copy them all.
    """

    features: FeatureUnion
    ids: tuple[str, ...]
    weights: Any
    bias: Any
    slope: float
    shift: float

    def margins(self, texts: Sequence[str]) -> Any:
        """Margin of each topic (columns, as `ids`) for each cleaned text (rows)."""
        return numpy.asarray(self.features.transform(texts) @ self.weights + self.bias)

    def probability(self, margins: Any) -> Any:
        """Margins as calibrated probabilities."""
        return 1.0 / (1.0 + numpy.exp(-(self.slope * margins + self.shift)))


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
    enough = min((DANGER.get(code, DANGER_ELSEWHERE) for code in _asked(models, shares)), default=DANGER_ELSEWHERE)
    danger = tuple(topic for topic, score in ranked if known[topic].danger and score >= enough)
    best, second = ranked[0], ranked[1]
    if best[1] < SURE and (best[1] < LEAST or best[1] < AHEAD * second[1]):
        return _unsure(ranked, danger)
    if known[best[0]].steers:
        further = [topic for topic, score in ranked[1:3] if score >= SURE and not known[topic].steers]
        chosen = further or [best[0]]  # "thank you, and can they tell immigration?" asks about something
    else:
        chosen = [best[0], *(topic for topic, score in ranked[1:3] if score >= _needed(topic, best[0]))]
    rivals = tuple(topic for topic, score in ranked if score >= WORTH_OFFERING and not known[topic].steers)
    rivals = tuple(topic for topic in rivals if topic not in chosen)[: OFFERED - 1]
    return TopicReading(tuple((topic, scores[topic]) for topic in by_urgency(chosen)), rivals, danger)


def _needed(topic: str, best: str) -> float:
    """The probability from which a further topic is answered beside the likeliest."""
    if topics()[topic].steers:
        return inf
    first = by_urgency((topic, best))[0] == topic and not topics()[topic].danger
    return ALSO_FIRST if first else ALSO


def _unsure(ranked: Sequence[tuple[str, float]], danger: tuple[str, ...]) -> TopicReading:
    """Choices, two or three; or out of scope, where not one topic is worth asking about."""
    askable = [(topic, score) for topic, score in ranked if not topics()[topic].steers]
    worth = [item for item in askable if item[1] >= WORTH_OFFERING]
    if not worth:
        return TopicReading(((OUT_OF_SCOPE, dict(ranked).get(OUT_OF_SCOPE, 0.0)),), (), danger)
    asked = tuple((worth if len(worth) > 1 else askable[:2])[:OFFERED])
    return TopicReading(asked, tuple(topic for topic, _score in asked), danger, unsure=True)


def _scores(text: str, models: Mapping[str, LanguageTopics], shares: Mapping[str, float]) -> dict[str, float]:
    """Probability of each topic, from the message as a whole and its best clause."""
    asked = _asked(models, shares)
    total = sum(asked.values())
    pieces = [text, *clauses(text)]
    scores: dict[str, float] = {}
    for code, share in asked.items():
        model = models[code]
        rows = model.margins(pieces)
        best = rows[1:].max(axis=0) if len(pieces) > 1 else rows[0]
        mixed = (1 - CLAUSE_SHARE) * rows[0] + CLAUSE_SHARE * best
        for topic, score in zip(model.ids, model.probability(mixed), strict=True):
            scores[topic] = scores.get(topic, 0.0) + float(score) * share / total
    return scores


def _asked(models: Mapping[str, LanguageTopics], shares: Mapping[str, float]) -> Mapping[str, float]:
    """The languages whose models are asked, with their shares; all of them where none is likely."""
    asked = {code: share for code, share in shares.items() if code in models and share >= LANGUAGE_SHARE}
    return asked or dict.fromkeys(models, 1.0)


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
    weights = numpy.ascontiguousarray(numpy.vstack([weight for weight, _ in fitted]).T, dtype=numpy.float32)
    bias = numpy.array([intercept for _, intercept in fitted], dtype=numpy.float32)
    return features, weights, bias


def _fit_one(matrix: Any, truth: Any) -> tuple[Any, float]:
    # The dual solver with this tolerance gives the margins of the exact one to two hundredths, in a third of the time.
    options = {"C": 10, "solver": "liblinear", "dual": True, "tol": 0.1, "random_state": 0}
    model = LogisticRegression(class_weight={False: 1, True: 3}, **options).fit(matrix, truth)
    return model.coef_[0], float(model.intercept_[0])


def _calibrate(language: str, texts: Sequence[str], truth: Any, seed: int) -> tuple[float, float]:
    """Slope and shift of margin to probability, from messages that the model has not seen."""
    order = numpy.random.default_rng(seed).permutation(len(texts))
    cut = len(order) // 5
    held, kept = order[:cut], order[cut:]
    features, weights, bias = _fit(language, [texts[i] for i in kept], truth[kept])
    margins = numpy.asarray(features.transform([texts[i] for i in held]) @ weights + bias)
    model = LogisticRegression(C=1e6).fit(margins.reshape(-1, 1), truth[held].reshape(-1))
    return float(model.coef_[0][0]), float(model.intercept_[0])
