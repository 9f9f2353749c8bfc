"""Counts and durations for the operator: never a topic, a language, a place, a text or a pseudonym."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest

# The moment of a first event is the moment at which one woman wrote. The library gives the function no types.
disable_created_metrics()  # type: ignore[no-untyped-call]
registry = CollectorRegistry()

turns = Counter("safe_to_ask_turns", "Messages, by channel and what became of them", ["channel", "outcome"],
                registry=registry)  # fmt: skip
turn_seconds = Histogram(
    "safe_to_ask_turn_seconds",
    "Seconds from a message to its reply",
    ["channel"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=registry,
)
failures = Counter("safe_to_ask_failures", "Turns that failed or took too long, answered by the emergency block",
                   registry=registry)  # fmt: skip
refused = Counter("safe_to_ask_refused", "Requests refused before they were read, by reason", ["reason"],
                  registry=registry)  # fmt: skip
conversations = Gauge("safe_to_ask_conversations", "Conversations held in memory now", registry=registry)
deletions = Counter("safe_to_ask_deletions", "Records deleted at the provider, by result", ["result"],
                    registry=registry)  # fmt: skip
deletions_waiting = Gauge("safe_to_ask_deletions_waiting", "Records still to be deleted", registry=registry)
deletions_failing = Gauge("safe_to_ask_deletions_failing", "Records whose last deletion failed", registry=registry)


def page() -> bytes:
    """All of them in Prometheus' text format."""
    return bytes(generate_latest(registry))
