"""Who may hand over a message. Threat: somebody forges a message of hers, and moves or reads her conversation."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from starlette.testclient import TestClient

from bot.channels.sms import MAX_BODY, PATH, STATUS_PATH
from bot.errors import ConfigurationError
from bot.server import make_app
from bot.settings import read_settings
from tests.channels.texting import (
    CALM,
    HER,
    PUBLIC,
    TOKEN,
    NotedConversation,
    Twilio,
    app_with,
    form,
    signature,
    texts,
)

URL = PUBLIC + PATH


@pytest.fixture
def heard() -> NotedConversation:
    """What reaches the conversation."""
    return NotedConversation()


@pytest.fixture
def twilio(heard: NotedConversation) -> Twilio:
    """Twilio before a gateway with that conversation."""
    return Twilio(app_with(heard))


def test_a_signed_message_with_its_blank_fields_is_answered(twilio: Twilio, heard: NotedConversation) -> None:
    fields = form("am i safe")
    assert [name for name, value in fields if not value], "the message has blank fields"
    assert texts(twilio.post(fields)) == [f"{CALM} 1"]
    assert heard.heard == ["am i safe"]
    assert heard.channels == ["sms"]


def test_the_signature_of_twilios_own_documentation() -> None:
    """The example that Twilio tests its own libraries with, so that ours is not only right by itself."""
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675309",
        "Digits": "1234",
        "From": "+14158675309",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert signature(fields.items(), url, "12345") == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def tampered(name: str, value: str) -> Any:
    """A change of one field."""
    return lambda fields: [(one, value if one == name else old) for one, old in fields]


@pytest.mark.parametrize("path", [PATH, STATUS_PATH])
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(tampered("Body", "am i safe?"), id="another text"),
        pytest.param(tampered("From", "+447700900777"), id="another sender"),
        pytest.param(tampered("MessageSid", "SM" + "1" * 32), id="another id"),
        pytest.param(lambda fields: [*fields, ("Extra", "1")], id="an extra field"),
        pytest.param(lambda fields: [*fields, ("Extra", "")], id="an extra blank field"),
        pytest.param(lambda fields: [*fields, ("Body", "and this")], id="a second text"),
        pytest.param(lambda fields: [one for one in fields if one[0] != "FromCity"], id="a blank field removed"),
        pytest.param(lambda fields: [one for one in fields if one[0] != "Body"], id="the text removed"),
        pytest.param(lambda fields: [], id="nothing left"),
    ],
)
def test_a_message_that_was_changed_on_the_way_is_refused_and_not_used(
    twilio: Twilio, heard: NotedConversation, change: Any, path: str
) -> None:
    fields = form("am i safe")
    response = twilio.send(change(fields), signature(fields, PUBLIC + path), path)
    assert response.status_code == 403
    assert heard.people == []
    assert "am i safe" not in response.text


@pytest.mark.parametrize(
    "signed",
    [
        pytest.param(lambda fields: None, id="none"),
        pytest.param(lambda fields: "", id="empty"),
        pytest.param(lambda fields: "x", id="nonsense"),
        pytest.param(lambda fields: signature(fields, URL, "another token"), id="of another token"),
        pytest.param(lambda fields: signature(fields, URL, ""), id="of an empty token"),
        pytest.param(lambda fields: signature(fields, "http://ask.example" + PATH), id="over http"),
        pytest.param(lambda fields: signature(fields, "https://evil.example" + PATH), id="over another host"),
        pytest.param(lambda fields: signature(fields, PUBLIC + STATUS_PATH), id="of the other path"),
        pytest.param(lambda fields: signature(fields, URL + "?a=1"), id="over a query that was not sent"),
        pytest.param(lambda fields: signature(fields, URL).lower(), id="in lower case"),
        pytest.param(lambda fields: signature(fields, URL)[:-1], id="cut short"),
        pytest.param(lambda fields: signature(fields, URL) + " ", id="one space longer"),
        pytest.param(lambda fields: signature([one for one in fields if one[1]], URL), id="without the blank fields"),
    ],
)
def test_a_wrong_signature_is_refused_before_the_message_is_used(
    twilio: Twilio, heard: NotedConversation, signed: Any
) -> None:
    fields = form("am i safe")
    value = signed(fields)
    if value is not None and value != value.strip():
        value = "\t" + value.strip() + "x"  # a client strips spaces by itself
    assert twilio.send(fields, value).status_code == 403
    assert heard.people == []
    assert heard.forgotten == []


def test_a_wrong_signature_deletes_no_record(heard: NotedConversation, tmp_path: Path) -> None:
    """Threat: somebody who guesses ids has records deleted before they were delivered."""
    queue = tmp_path / "waiting.json"
    twilio = Twilio(app_with(heard, SAFE_TO_ASK_DELETION_QUEUE=str(queue)))
    assert twilio.send(form("hello"), "wrong").status_code == 403
    assert twilio.send(form("hello"), "wrong", STATUS_PATH).status_code == 403
    assert queue.read_text() == "[]"


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Host": "10.0.0.7:5005"}, id="the proxy calls us by another name"),
        pytest.param({"Host": "evil.example", "X-Forwarded-Host": "evil.example"}, id="a name that somebody chose"),
        pytest.param({"X-Forwarded-Proto": "http", "X-Forwarded-For": "192.0.2.1"}, id="TLS ends before us"),
        pytest.param({"X-Original-URL": "https://evil.example/"}, id="an address that somebody chose"),
    ],
)
def test_behind_a_proxy_the_configured_address_counts(twilio: Twilio, headers: dict[str, str]) -> None:
    assert texts(twilio.post(form("hello"), headers=headers)) == [f"{CALM} 1"]


def test_a_signature_over_the_address_that_the_proxy_calls_is_refused(twilio: Twilio) -> None:
    fields = form("hello")
    signed = signature(fields, "http://testserver" + PATH)
    assert twilio.send(fields, signed).status_code == 403


@pytest.mark.parametrize("public", ["https://ask.example:443", "https://ask.example:8443", "http://ask.example"])
def test_the_address_may_have_a_port(heard: NotedConversation, public: str) -> None:
    twilio = Twilio(app_with(heard, SAFE_TO_ASK_PUBLIC_URL=public), public)
    assert twilio.text("hello") == [f"{CALM} 1"]


@pytest.mark.parametrize("query", ["?bodySHA256=x", "?a=1&b=", "?a=%C3%A9%20b"])
def test_the_query_is_part_of_what_is_signed(twilio: Twilio, query: str) -> None:
    fields = form("hello")
    assert texts(twilio.post(fields, PATH + query)) == [f"{CALM} 1"]
    assert twilio.send(fields, signature(fields, URL), PATH + query).status_code == 403


def test_the_hash_of_json_bodies_gets_no_form_past_the_signature(twilio: Twilio, heard: NotedConversation) -> None:
    """Twilio signs JSON by a hash in the query and without the fields: not here, where forms come."""
    fields = form("hello")
    path = f"{PATH}?bodySHA256={'0' * 64}"
    assert twilio.send(fields, signature([], PUBLIC + path), path).status_code == 403
    assert heard.people == []


@pytest.mark.parametrize("query", [b"\xff", b"a=\xc3", b"[", b"%ff"])
async def test_an_address_that_is_no_utf_8_is_refused_like_any_other(heard: NotedConversation, query: bytes) -> None:
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"Body=x", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": PATH, "query_string": query, "headers": [(b"host", b"\xff")]}
    await app_with(heard)(
        {**scope, "scheme": "http", "server": ("127.0.0.1", 80), "http_version": "1.1"}, receive, send
    )
    assert sent[0]["status"] == 403
    assert heard.people == []


@pytest.mark.parametrize("path", [PATH, STATUS_PATH])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_post_is_taken(twilio: Twilio, heard: NotedConversation, method: str, path: str) -> None:
    """Threat: with GET her text is part of an address, and addresses are kept by every proxy on the way."""
    fields = form("hello")
    query = "?" + "&".join(f"{name}={quote_plus(value)}" for name, value in fields)
    signed = {"X-Twilio-Signature": signature([], PUBLIC + path + query)}
    assert twilio.client.request(method, path + query, headers=signed).status_code == 405
    assert heard.people == []


@pytest.mark.parametrize("environ", [{}, {"SAFE_TO_ASK_PUBLIC_URL": PUBLIC}])
@pytest.mark.parametrize("path", [PATH, STATUS_PATH])
def test_without_an_account_there_is_no_such_channel(environ: dict[str, str], path: str) -> None:
    app = make_app(read_settings(environ), Path("no-model"))
    app.state.conversation = NotedConversation()
    fields = form("hello")
    headers = {"X-Twilio-Signature": signature(fields, PUBLIC + path, "")}
    assert TestClient(app).post(path, data=dict(fields), headers=headers).status_code == 404


@pytest.mark.parametrize("token", [None, ""])
def test_an_account_without_a_token_does_not_start(token: str | None) -> None:
    environ = {"TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "SAFE_TO_ASK_PUBLIC_URL": PUBLIC}
    with pytest.raises(ConfigurationError, match="TWILIO_AUTH_TOKEN"):
        read_settings(environ if token is None else {**environ, "TWILIO_AUTH_TOKEN": token})


def test_the_token_is_never_in_a_reply(twilio: Twilio) -> None:
    for response in (twilio.post(form("hello")), twilio.send(form("hello"), "wrong")):
        assert TOKEN not in response.text + str(response.headers)
        assert HER not in response.text + str(response.headers)


@pytest.mark.parametrize(("length", "status"), [(MAX_BODY, 200), (MAX_BODY + 1, 413)])
def test_a_body_is_read_up_to_a_limit(twilio: Twilio, heard: NotedConversation, length: int, status: int) -> None:
    fields = form("")
    room = length - len("&".join(f"{name}={quote_plus(value)}" for name, value in fields))
    fields = [(name, value if name != "Body" else "a" * room) for name, value in fields]
    assert twilio.post(fields).status_code == status
    assert len(heard.heard) == (status == 200)


async def test_a_body_without_end_is_not_read_to_its_end(heard: NotedConversation) -> None:
    """Threat: somebody fills the memory of the process without a signature."""
    read, sent = [], []

    async def receive() -> dict[str, Any]:
        read.append(1)
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"a" * 10_000, "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "path": PATH, "query_string": b"", "headers": [], "scheme": "http"}
    await app_with(heard)({**scope, "server": ("127.0.0.1", 80), "http_version": "1.1"}, receive, send)
    assert sent[0]["status"] == 413
    assert len(read) <= MAX_BODY // 10_000 + 1
