"""What a running server says of itself: whether it is ready, and its counts."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

from prometheus_client.parser import text_string_to_metric_families

from bot.errors import ConfigurationError, SafeToAskError

SECONDS = 10.0
# Shown in this order; the names are those of bot.metrics.
COUNTS = {
    "safe_to_ask_conversations": "conversations held in memory",
    "safe_to_ask_turns_total": "messages answered, limited or failed",
    "safe_to_ask_failures_total": "turns that failed or took too long",
    "safe_to_ask_refused_total": "requests refused unread",
    "safe_to_ask_deletions_total": "records deleted at the provider, or tried",
    "safe_to_ask_deletions_waiting": "records still to be deleted",
    "safe_to_ask_deletions_failing": "records whose last deletion failed",
}


@dataclass(frozen=True)
class Status:
    """ready: whether it answers messages. counts: (name of the count, its labels, value)."""

    ready: bool
    counts: tuple[tuple[str, str, float], ...]

    def value(self, name: str) -> float:
        """The sum of a count over its labels."""
        return sum(value for one, _labels, value in self.counts if one == name)

    @property
    def healthy(self) -> bool:
        """Ready, and no record stands at the provider because its deletion failed."""
        return self.ready and self.value("safe_to_ask_deletions_failing") == 0


def read_status(url: str) -> Status:
    """Ask the server at `url` (http, for example http://127.0.0.1:5005).

    Raises ConfigurationError for an address that is none, SafeToAskError where nobody answers.
    """
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise ConfigurationError(f"'{url}' is no address of a server. Use http:// and a host, as in the default.")
    connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=SECONDS)
    try:
        connection.request("GET", "/ready")
        response = connection.getresponse()
        response.read()
        connection.request("GET", "/metrics")
        page = connection.getresponse().read().decode()
    except (OSError, http.client.HTTPException) as error:
        raise SafeToAskError(
            f"No server answers at {url} ({type(error).__name__}). Is 'safe-to-ask serve' running there?"
        ) from None
    finally:
        connection.close()
    counts = [
        (sample.name, " ".join(sample.labels.values()), float(sample.value))
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if sample.name in COUNTS
    ]
    return Status(response.status == 200, tuple(counts))
