"""Text messages as Twilio hands them over, a gateway that takes them, and a conversation that only notes them."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import itertools
import logging
import secrets
import threading
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any, Awaitable, Callable, Iterable, Sequence
from urllib.parse import urlencode

import httpx
from rasa.shared.core.domain import Domain
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.answers.answer import Answer
from bot.channels.sms import PATH, STATUS_PATH, SmsChannel
from bot.conversation import Conversation
from bot.privacy.pseudonym import Pseudonym
from bot.privacy.tracker_store import ForgetfulTrackerStore
from bot.server import make_app
from bot.settings import Settings, read_settings

ACCOUNT = "AC" + "0" * 32
TOKEN = "a-token-of-nobody"
PUBLIC = "https://ask.example"
HER, HIM = "+447700900123", "+447700900456"  # numbers that Ofcom keeps for fiction
HERE = "+447700900999"
HELPLINE = "0808 200 0247"
BLOCK, CALM, SORRY, PHONE = "DANGER NOW: 999", "You asked, I answer", "Something went wrong", "Call " + HELPLINE
PROMISED_SECONDS = 10.0

Fields = Sequence[tuple[str, str]]


def text_settings(**changes: str) -> Settings:
    """Settings with the text channel, and what `changes` says of other variables."""
    twilio = {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN, "SAFE_TO_ASK_PUBLIC_URL": PUBLIC}
    return read_settings({**twilio, **changes})


def new_id(kind: str = "SM") -> str:
    """The id of a message, as Twilio makes them."""
    return kind + secrets.token_hex(16)


def form(body: str | None, sender: str = HER, message_id: str | None = None, **more: str) -> list[tuple[str, str]]:
    """The fields of one incoming message, the blank ones of a long code too. body: None leaves the field out."""
    message_id = message_id or new_id()
    fields = {
        "ToCountry": "GB",
        "ToState": "",
        "SmsMessageSid": message_id,
        "NumMedia": "0",
        "ToCity": "",
        "FromZip": "",
        "SmsSid": message_id,
        "FromState": "",
        "SmsStatus": "received",
        "FromCity": "",
        "FromCountry": "GB",
        "To": HERE,
        "ToZip": "",
        "NumSegments": "1",
        "MessageSid": message_id,
        "AccountSid": ACCOUNT,
        "From": sender,
        "ApiVersion": "2010-04-01",
    }
    if body is not None:
        fields["Body"] = body
    return list({**fields, **more}.items())


def report(status: str | None, message_id: str | None = None) -> list[tuple[str, str]]:
    """The fields of a delivery report."""
    message_id = message_id or new_id()
    fields = [("SmsSid", message_id), ("MessageSid", message_id), ("To", HER), ("From", HERE), ("AccountSid", ACCOUNT)]
    return fields if status is None else [*fields, ("MessageStatus", status), ("SmsStatus", status)]


def signature(fields: Iterable[tuple[str, str]], url: str, token: str = TOKEN) -> str:
    """What Twilio's documentation says: HMAC-SHA1 of the address and of each name with its value, sorted by name."""
    signed = url + "".join(name + value for name, value in sorted(set(fields)))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def texts(response: httpx.Response) -> list[str]:
    """The messages of a TwiML reply, which must be one."""
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] in ("text/xml", "application/xml"), "what Twilio reads"
    root = ElementTree.fromstring(response.content)
    assert root.tag == "Response"
    return [message.findtext("Body") or "" for message in root.findall("Message")]


class NotedConversation:
    """A conversation that notes what reaches it. `act` is awaited before each answer.

    `urgent` looks for the word "knife". `answers` holds what is said instead of CALM, in order.
    """

    def __init__(self, act: Callable[[str], Awaitable[None]] | None = None) -> None:
        self.heard: list[str] = []
        self.people: list[Pseudonym] = []
        self.channels: list[str] = []
        self.forgotten: list[Pseudonym] = []
        self.answers: list[Answer] = []
        self._act = act

    async def turn(self, pseudonym: Pseudonym, text: str, channel: str) -> Answer:
        self.people.append(pseudonym)
        self.channels.append(channel)
        if self._act is not None:
            await self._act(text)
        self.heard.append(text)
        return self.answers.pop(0) if self.answers else calm(f"{CALM} {len(self.heard)}")

    def leave(self, pseudonym: Pseudonym, text: str) -> Answer | None:
        return None

    def urgent(self, pseudonym: Pseudonym, text: str) -> Answer | None:
        if "knife" not in text:
            return None
        return Answer("en", ("emergency",), (), danger=BLOCK, danger_sms=BLOCK)

    def failed(self, pseudonym: Pseudonym) -> Answer:
        return Answer("en", ("out_of_scope",), (SORRY,), danger=BLOCK, danger_sms=BLOCK, short=(SORRY, PHONE))

    def notice(self, pseudonym: Pseudonym, name: str) -> Answer:
        return calm(f"notice {name}")

    def forget(self, pseudonym: Pseudonym) -> None:
        self.forgotten.append(pseudonym)

    def sweep(self) -> int:
        return 0

    def held(self) -> int:
        return 0


def calm(text: str, **more: Any) -> Answer:
    """An answer that says `text`."""
    return Answer("en", ("greet",), (text,), short=(text,), **more)


def app_with(port: object, **changes: str) -> Starlette:
    """The real application, with `port` where the loaded conversation would be."""
    app = make_app(text_settings(**changes), Path("no-model"))
    app.state.conversation = port
    return app


class Twilio:
    """Twilio, as far as one gateway sees it. Anything that is raised in the gateway is raised here.

    channel: the channel of the gateway, to look into.
    """

    def __init__(self, app: Starlette, public: str = PUBLIC) -> None:
        self.client = TestClient(app)
        self.public = public
        endpoints = [route.endpoint for route in app.routes if isinstance(route, Route) and route.path == PATH]
        self.channel: SmsChannel = endpoints[0].__self__  # type: ignore[attr-defined]

    def text(self, body: str | None, sender: str = HER, message_id: str | None = None, **more: str) -> list[str]:
        """What `sender` gets for `body`."""
        return texts(self.post(form(body, sender, message_id, **more)))

    def post(self, fields: Fields, path: str = PATH, headers: dict[str, str] | None = None) -> httpx.Response:
        """`fields`, signed, to `path`."""
        return self.send(fields, signature(fields, self.public + path), path, headers)

    def send(
        self, fields: Fields, signed: str | None, path: str = PATH, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """`fields` with a signature that need not be theirs."""
        response: httpx.Response = self.client.post(
            path,
            content=urlencode(fields),
            headers={
                "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
                **({} if signed is None else {"X-Twilio-Signature": signed}),
                **(headers or {}),
            },
        )
        return response

    def reports(self, status: str | None, message_id: str | None = None) -> int:
        """The code that a delivery report is answered with."""
        return self.post(report(status, message_id), STATUS_PATH).status_code


class TwilioAtOnce:
    """Twilio with several calls under way at the same time."""

    def __init__(self, app: Starlette) -> None:
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway")

    async def text(self, body: str, sender: str = HER, message_id: str | None = None) -> list[str]:
        """What `sender` gets for `body`."""
        fields = form(body, sender, message_id)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": signature(fields, PUBLIC + PATH),
        }
        return texts(await self._client.post(PATH, content=urlencode(fields), headers=headers))


class FakeAgent:
    """In Rasa's place. `act` is called with the text of each message; what it returns is the answer."""

    def __init__(self, act: Callable[[str], Answer | Awaitable[Answer]]) -> None:
        self._act = act
        self.turns = itertools.count()

    async def handle_message(self, message: Any) -> None:
        next(self.turns)
        answer = self._act(message.text)
        if not isinstance(answer, Answer):
            answer = await answer
        await message.output_channel.send_response(message.sender_id, {"custom": answer.to_dict()})


def conversation_with(
    act: Callable[[str], Answer | Awaitable[Answer]], turn_seconds: float = 0.3
) -> tuple[Conversation, ForgetfulTrackerStore]:
    """The real conversation round a model that does as `act` says, and its records."""
    store = ForgetfulTrackerStore(Domain.empty())
    return Conversation(FakeAgent(act), store, turn_seconds), store


class Blocked:
    """Work that blocks its thread until the test ends, as a model would that computes without end."""

    def __init__(self) -> None:
        self._free = threading.Event()

    def __call__(self, _text: str) -> Answer:
        self._free.wait(60)
        return calm("too late")

    def release(self) -> None:
        """Let the thread end."""
        self._free.set()


async def until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait for something to become true; fails where it does not."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.005)


class Logged(logging.Handler):
    """All that is logged at any level while it is open, each record with everything in it."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.records: list[logging.LogRecord] = []

    def __enter__(self) -> Logged:
        root = logging.getLogger()
        self._before = root.level
        root.setLevel(logging.NOTSET)
        root.addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        root = logging.getLogger()
        root.removeHandler(self)
        root.setLevel(self._before)

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    @property
    def text(self) -> str:
        """Every record, as a formatter would print it and as it is."""
        plain = logging.Formatter("%(levelname)s %(name)s: %(message)s")
        return "\n".join(f"{plain.format(record)} {record.__dict__}" for record in list(self.records))
