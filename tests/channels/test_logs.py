"""What a text leaves in the log at DEBUG, through the webhook as it is served. Threat: the log is what he asks for."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
import time
from typing import Iterator

import httpx
import pytest
import uvicorn

from bot import metrics
from bot.answers.answer import Answer
from bot.audit.ports import free_port
from bot.channels.sms import PATH, STATUS_PATH
from tests.channels.texting import (
    HERE,
    PUBLIC,
    TOKEN,
    Blocked,
    Logged,
    NotedConversation,
    app_with,
    calm,
    conversation_with,
    form,
    new_id,
    report,
    signature,
    texts,
)

SAID = "Zanzibarina of Quagmire Lane has a question"
NUMBER, ADDRESS, AGENT = "+447700900765", "192.0.2.177", "Quirogaphone/7.3"
ANSWERED = "An answer about Wolverquagmire"
TRACES = (
    "Zanzibarina", "Quagmire", "question", "Wolverquagmire", NUMBER, NUMBER[1:], NUMBER[-6:], HERE, ADDRESS,
    "127.0.0.1", AGENT, "Quirogaphone", TOKEN,
)  # fmt: skip


def raises(text: str) -> Answer:
    raise ValueError(f"{text} of {NUMBER} cannot be answered")


async def hangs(text: str) -> Answer:
    await asyncio.sleep(60)
    return calm(text)


def answers(text: str) -> Answer:
    return calm(ANSWERED)


@contextlib.contextmanager
def serving(port: object) -> Iterator[str]:
    """The address of the gateway with `port` behind it, served as `safe-to-ask serve` does."""
    number = free_port()
    app = app_with(port)
    app.router.lifespan_context = no_lifespan  # the conversation is there already
    config = uvicorn.Config(
        app, host="127.0.0.1", port=number, log_config=None, access_log=False, ws="none", server_header=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    end = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < end, "the gateway did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{number}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextlib.asynccontextmanager
async def no_lifespan(_app: object):  # type: ignore[no-untyped-def]
    yield


def send(address: str, fields: list[tuple[str, str]], path: str = PATH, signed: bool = True) -> httpx.Response:
    """A call as Twilio's comes through a proxy, with what tells who called."""
    headers = {
        "X-Twilio-Signature": signature(fields, PUBLIC + path) if signed else "wrong",
        "X-Forwarded-For": ADDRESS,
        "User-Agent": AGENT,
        "Content-Type": "application/x-www-form-urlencoded",
        "Connection": "close",
    }
    return httpx.post(address + path, data=dict(fields), headers=headers, timeout=10)


def check_no_trace(logged: Logged, printed: str, *more: str) -> None:
    """No trace in what the gateway logged or printed. httpx is the caller here, not the gateway."""
    logged.records = [one for one in logged.records if one.name.split(".")[0] not in ("httpx", "httpcore")]
    for text in (logged.text, printed):
        found = [trace for trace in (*TRACES, *more) if trace and trace in text]
        assert not found, found


@pytest.mark.parametrize("work", [answers, raises, hangs], ids=["answered", "raised", "given up"])
def test_a_text_leaves_nothing_of_her_in_the_log(
    work: object, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation, _ = conversation_with(work)  # type: ignore[arg-type]
    pseudonyms = note_pseudonyms(conversation, monkeypatch)
    message_id = new_id()
    with Logged() as logged, serving(conversation) as address:
        parts = texts(send(address, form(SAID, NUMBER, message_id)))
    assert parts
    assert pseudonyms, "her pseudonym is known here"
    check_no_trace(logged, "".join(capfd.readouterr()), message_id, *pseudonyms)
    logs_of_ours = [one for one in logged.records if one.name.startswith("bot.")]
    assert logs_of_ours, "what an operator needs is there"
    if work is not answers:
        assert any(one.levelno >= logging.ERROR for one in logs_of_ours), "a failure is seen"


def note_pseudonyms(conversation: object, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pseudonyms that reach the conversation from now on."""
    noted: list[str] = []
    before = conversation.turn  # type: ignore[attr-defined]

    async def turn(pseudonym: str, text: str, channel: str) -> Answer:
        noted.append(pseudonym)
        return await before(pseudonym, text, channel)  # type: ignore[no-any-return]

    monkeypatch.setattr(conversation, "turn", turn)
    return noted


def test_a_blocked_model_leaves_nothing_of_her_in_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    blocked = Blocked()
    conversation, _ = conversation_with(blocked)
    with Logged() as logged, serving(conversation) as address:
        assert len(texts(send(address, form(SAID, NUMBER)))) == 2
    blocked.release()
    check_no_trace(logged, "".join(capfd.readouterr()))


def test_an_exception_in_the_port_itself_leaves_nothing_of_her_in_the_log(capfd: pytest.CaptureFixture[str]) -> None:
    async def act(text: str) -> None:
        raise KeyError(f"{text} of {NUMBER}")

    with Logged() as logged, serving(NotedConversation(act)) as address:
        assert len(texts(send(address, form(SAID, NUMBER)))) == 2
    check_no_trace(logged, "".join(capfd.readouterr()))
    (line,) = [one.getMessage() for one in logged.records if one.name == "bot.channels.sms"]
    assert line == "a text could not be answered: KeyError"


def test_an_exception_that_nobody_catches_leaves_nothing_of_her_in_the_log(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server reports it with its traceback and the request; both quote her."""

    def broken(_pseudonym: object) -> Answer:
        raise ValueError(f"{SAID} of {NUMBER}")

    conversation, _ = conversation_with(raises)
    monkeypatch.setattr(conversation, "failed", broken)
    with Logged() as logged, serving(conversation) as address:
        response = send(address, form(SAID, NUMBER))
    assert response.status_code == 500
    assert response.text == "Internal Server Error"
    assert any(one.name == "uvicorn.error" and one.levelno == logging.ERROR for one in logged.records)
    check_no_trace(logged, "".join(capfd.readouterr()))


@pytest.mark.parametrize(
    ("path", "signed", "status"),
    [(PATH, False, 403), (STATUS_PATH, True, 204), (STATUS_PATH, False, 403), ("/webhooks/sms/Zanzibarina", True, 404)],
)
def test_calls_that_are_no_texts_leave_nothing_either(
    path: str, signed: bool, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    fields = [*report("delivered"), ("Body", SAID), ("ErrorMessage", SAID)]
    with Logged() as logged, serving(NotedConversation()) as address:
        assert send(address, fields, path, signed).status_code == status
    check_no_trace(logged, "".join(capfd.readouterr()), dict(fields)["MessageSid"])


def test_a_request_that_is_no_http_leaves_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    import socket

    with Logged() as logged, serving(NotedConversation()) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=5) as line:
            line.sendall(f"{SAID} {NUMBER}\r\n\r\n".encode())
            assert b"400" in line.recv(1000)
    check_no_trace(logged, "".join(capfd.readouterr()))


def test_the_counts_for_the_operator_hold_nothing_of_her() -> None:
    conversation, _ = conversation_with(answers)
    with serving(conversation) as address:
        send(address, form(SAID, NUMBER))
        send(address, form(SAID, NUMBER), signed=False)
        page = httpx.get(address + "/metrics", timeout=10).text
    assert 'safe_to_ask_turns_total{channel="sms",outcome="answered"}' in page
    assert 'safe_to_ask_refused_total{reason="signature"}' in page
    assert not [trace for trace in TRACES if trace in page]
    assert page.encode() == metrics.page() or "safe_to_ask" in page


def test_the_log_is_looked_at() -> None:
    """So that the tests above cannot pass because nothing is heard."""
    with Logged() as logged:
        logging.getLogger("bot.test").debug("heard %s", SAID)
    assert SAID in logged.text
