"""How the made-up people speak to a server: text message, WhatsApp, the web channel, the page without script."""

from __future__ import annotations

import http.client
import json
import re
from typing import Callable, Mapping
from urllib.parse import urlencode
from xml.etree import ElementTree

from twilio.request_validator import RequestValidator

from bot.audit.provider_stand_in import ProviderStandIn
from bot.errors import SafeToAskError

PUBLIC_URL = "https://audit.example"  # nobody calls it; signatures are made over it
OUR_NUMBER = "+447700900000"
CONVERSATION = re.compile(r'name="conversation" value="([^"]*)"')
Say = Callable[[str], None]


class People:
    """Speaks to the server on `port`; texts are carried by `provider`, which keeps a record of each."""

    def __init__(self, port: int, provider: ProviderStandIn) -> None:
        self._port = port
        self._provider = provider
        self._validator = RequestValidator(provider.token)

    def by_text(self, number: str, prefix: str = "") -> Say:
        """One who texts; prefix: "whatsapp:" for WhatsApp."""

        def say(text: str) -> None:
            address, ours = prefix + number, prefix + OUR_NUMBER
            sid = self._provider.keep("received", sender=address, to=ours, body=text)
            fields = {"MessageSid": sid, "AccountSid": self._provider.account, "From": address, "To": ours,
                      "Body": text, "NumMedia": "0", "FromCity": "", "FromZip": ""}  # fmt: skip
            reply = self._signed("/webhooks/sms", fields)
            for message in ElementTree.fromstring(reply).iter("Message"):
                body = message.findtext("Body") or ""
                sent = self._provider.keep("queued", sender=ours, to=address, body=body)
                for status in ("sent", "delivered"):
                    self._provider.records[sent] = status
                    self._signed("/webhooks/sms/status", {"MessageSid": sent, "MessageStatus": status, "To": address})

        return say

    def by_web(self) -> Say:
        """One who writes in the embedded chat."""
        held: dict[str, str] = {}

        def say(text: str) -> None:
            content = json.dumps({"text": text, **held}).encode()
            reply = json.loads(self._post("/webhooks/web", content, {"Content-Type": "application/json"}))
            held["conversation"] = reply["conversation"]

        return say

    def by_page(self) -> Say:
        """One who uses the page without script."""
        held: dict[str, str] = {}

        def say(text: str) -> None:
            page = self._form("/", {"text": text, **held})
            found = CONVERSATION.search(page.decode())
            held["conversation"] = found[1] if found else ""

        return say

    def _signed(self, path: str, fields: Mapping[str, str]) -> bytes:
        signature = self._validator.compute_signature(PUBLIC_URL + path, dict(fields))
        return self._form(path, fields, {"X-Twilio-Signature": signature})

    def _form(self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> bytes:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._post(path, urlencode(fields).encode(), {**kind, **(headers or {})})

    def _post(self, path: str, content: bytes, headers: Mapping[str, str]) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            connection.request("POST", path, content, {"User-Agent": "canary-phone", **headers})
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status >= 300:
            raise SafeToAskError(f"The audit's message to {path} was refused with {response.status}.")
        return body
