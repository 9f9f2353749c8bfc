"""A stand-in of Twilio's Messages API: a real HTTP server on loopback that holds records until they are deleted.

It answers as the real one does: Basic auth with the account's id and token; DELETE gives 204 without a body; a failure
gives JSON with Twilio's own error code. A record whose message is still on its way cannot be deleted (409, code 20009).
"""

from __future__ import annotations

import base64
import json
import re
import secrets
import threading
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Mapping

MESSAGES = re.compile(r"^/2010-04-01/Accounts/([^/]+)/Messages/([^/]+)\.json$")
ENDED = ("received", "delivered", "undelivered", "failed", "read", "canceled")
CODES = {
    400: (20001, "Bad request"),
    401: (20003, "Authenticate"),
    404: (20404, "The requested resource was not found"),
    405: (20004, "Method not allowed"),
    409: (20009, "Cannot delete this resource before it is complete"),
    429: (20429, "Too Many Requests"),
    500: (20500, "Internal Server Error"),
    503: (20503, "Service Unavailable"),
}


@dataclass
class Call:
    """One call that was made."""

    method: str
    path: str
    status: int


@dataclass
class ProviderStandIn:
    """The server; a context manager.

    records: status of each message by id, "received" for incoming ones. contents: number and text of those that were
    kept with them. failing: the codes that the next calls are answered with, whatever they ask for; 0 hangs up without
    an answer.
    """

    account: str
    token: str
    records: dict[str, str] = field(default_factory=dict)
    failing: deque[int] = field(default_factory=deque)
    calls: list[Call] = field(default_factory=list)
    contents: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def keep(self, status: str, **fields: str) -> str:
        """Hold a record as Twilio does for each message that it carries; returns its id."""
        message_id = f"SM{secrets.token_hex(16)}"
        self.records[message_id] = status
        self.contents[message_id] = fields
        return message_id

    def __enter__(self) -> ProviderStandIn:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        """What SAFE_TO_ASK_TWILIO_API is to be."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def statuses(self) -> list[int]:
        """What the calls were answered with, in order."""
        return [call.status for call in self.calls]

    def answer(self, method: str, path: str, authorization: str) -> tuple[int, dict[str, object] | None]:
        """The code and the body of the answer to one call."""
        if self.failing:
            return self._failed(self.failing.popleft())
        expected = "Basic " + base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        found = MESSAGES.match(path)
        if authorization != expected:
            return self._failed(401)
        if found is None or found[1] != self.account or found[2] not in self.records:
            return self._failed(404)
        message_id = found[2]
        if method == "GET":
            return 200, {"sid": message_id, "status": self.records[message_id], "account_sid": self.account}
        if method != "DELETE":
            return self._failed(405)
        if self.records[message_id] not in ENDED:
            return self._failed(409)
        del self.records[message_id]
        self.contents.pop(message_id, None)
        return 204, None

    @staticmethod
    def _failed(status: int) -> tuple[int, dict[str, object]]:
        code, message = CODES.get(status, (0, ""))
        more_info = f"https://www.twilio.com/docs/errors/{code}"
        return status, {"code": code, "message": message, "more_info": more_info, "status": status}


def _handler(stand_in: ProviderStandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, body = stand_in.answer(self.command, self.path, self.headers.get("Authorization", ""))
            stand_in.calls.append(Call(self.command, self.path, status))
            if status == 0:
                self.close_connection = True
                return
            content = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            if content:
                self.send_header("Content-Type", "application/json")
            if status == 429:
                self.send_header("Retry-After", "1")
            if status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_DELETE = do_POST = do_PUT = _answer  # noqa: N815  # the names that http.server looks for

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    return Handler
