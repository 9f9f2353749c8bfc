"""What the operator sees of a running server, and how a sick one is told."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Iterator

import pytest
from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from bot.audit.ports import free_port
from bot.errors import ConfigurationError, SafeToAskError
from bot.status import COUNTS, read_status


def page(failing: float) -> bytes:
    """The metrics of a server that has answered three texts."""
    registry = CollectorRegistry()
    Counter("safe_to_ask_turns", "", ["channel", "outcome"], registry=registry).labels("sms", "answered").inc(3)
    Gauge("safe_to_ask_deletions_failing", "", registry=registry).set(failing)
    return bytes(generate_latest(registry))


@pytest.fixture(params=[(200, 0.0), (200, 2.0), (503, 0.0)], ids=["well", "failing deletions", "not ready"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[str, bool]]:
    """A server that says so of itself, and whether that is well."""
    ready, failing = request.param

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = b"{}" if self.path == "/ready" else page(failing)
            self.send_response(ready if self.path == "/ready" else 200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    serving = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_address[1]}", ready == 200 and not failing
    serving.shutdown()
    serving.server_close()


def test_a_server_is_well_when_it_is_ready_and_no_deletion_fails(server: tuple[str, bool]) -> None:
    address, well = server
    found = read_status(address)
    assert found.healthy is well
    assert found.value("safe_to_ask_turns_total") == 3
    assert all(name in COUNTS for name, _labels, _value in found.counts)


def test_nobody_there_is_one_clear_error() -> None:
    with pytest.raises(SafeToAskError, match=r"No server answers at .*serve"):
        read_status(f"http://127.0.0.1:{free_port()}")


@pytest.mark.parametrize("address", ["", "localhost:5005", "ftp://127.0.0.1", "https://127.0.0.1"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ConfigurationError, match=r"is no address of a server"):
        read_status(address)
