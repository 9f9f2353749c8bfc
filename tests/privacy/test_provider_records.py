"""Deleting Twilio's own copies. Threat: all is forgotten here, and the text of it stays for 13 months in an account."""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
from pathlib import Path
from typing import Iterator
from xml.etree import ElementTree

import httpx
import pytest

import bot.conversation
from bot import metrics
from bot.audit.provider_stand_in import ENDED, ProviderStandIn
from bot.channels.sms import DELIVERED_LATER, STATUS_PATH
from bot.cli import WRONG_USE, _guarded
from bot.errors import ConfigurationError
from bot.privacy import provider_records
from bot.privacy.provider_records import FIRST_RETRY, LONGEST_RETRY, ProviderRecords, twilio_deleter
from bot.settings import PUBLIC_API, Twilio
from tests.channels.texting import (
    ACCOUNT,
    HER,
    PUBLIC,
    TOKEN,
    Logged,
    NotedConversation,
    app_with,
    form,
    new_id,
    signature,
    text_settings,
    until,
)
from tests.channels.texting import Twilio as TwilioCalls


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def provider() -> Iterator[ProviderStandIn]:
    """The Messages API."""
    with ProviderStandIn(ACCOUNT, TOKEN) as started:
        yield started


@pytest.fixture
def clock() -> Clock:
    """The clock of the queue."""
    return Clock()


def account(api: str, token: str = TOKEN) -> Twilio:
    """The account whose API is at `api`."""
    chosen = text_settings(SAFE_TO_ASK_TWILIO_API=api, TWILIO_AUTH_TOKEN=token).twilio
    assert chosen is not None
    return chosen


@pytest.fixture
def records(provider: ProviderStandIn, clock: Clock) -> ProviderRecords:
    """The queue, before that API."""
    return ProviderRecords(twilio_deleter(account(provider.address)), None, clock)


def count(result: str) -> float:
    """How many deletions ended so."""
    return float(metrics.registry.get_sample_value("safe_to_ask_deletions_total", {"result": result}) or 0)


def gauge(name: str) -> float:
    """A number that the operator sees."""
    return float(metrics.registry.get_sample_value(f"safe_to_ask_deletions_{name}") or 0)


# --- the stand-in itself --------------------------------------------------------------------------------------------


def test_the_stand_in_answers_as_the_messages_api_does(provider: ProviderStandIn) -> None:
    done, under_way, unknown = new_id(), new_id(), new_id()
    provider.records = {done: "received", under_way: "sending"}
    path = provider.address + f"/2010-04-01/Accounts/{ACCOUNT}/Messages/"

    def call(message_id: str, method: str = "DELETE", token: str = TOKEN) -> httpx.Response:
        return httpx.request(method, f"{path}{message_id}.json", auth=(ACCOUNT, token))

    assert call(done, token="wrong").json()["code"] == 20003
    assert call(done, "GET").json()["status"] == "received"
    assert (call(under_way).status_code, call(under_way).json()["code"]) == (409, 20009)
    assert (call(unknown).status_code, call(unknown).json()["code"]) == (404, 20404)
    deleted = call(done)
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert call(done, "GET").status_code == 404
    provider.failing.extend([429, 500])
    assert [call(under_way).status_code for _ in range(3)] == [429, 500, 409]


# --- deleting -------------------------------------------------------------------------------------------------------


async def test_a_record_is_deleted_and_waits_no_more(provider: ProviderStandIn, records: ProviderRecords) -> None:
    message_id, kept = new_id(), new_id("MM")
    provider.records = {message_id: "received", kept: "received"}
    before = count("deleted")
    records.add(message_id)
    assert records.waiting == 1
    await records.work()
    assert list(provider.records) == [kept], "that one and no other"
    assert records.waiting == 0
    assert count("deleted") == before + 1
    assert [(call.method, call.status) for call in provider.calls] == [("DELETE", 204)]
    await records.work()
    assert len(provider.calls) == 1


async def test_what_is_gone_already_is_done(provider: ProviderStandIn, records: ProviderRecords) -> None:
    before = count("gone")
    records.add(new_id())
    await records.work()
    assert records.waiting == 0
    assert count("gone") == before + 1


async def test_a_message_still_on_its_way_is_deleted_when_its_way_has_ended(
    provider: ProviderStandIn, records: ProviderRecords, clock: Clock
) -> None:
    message_id = new_id()
    provider.records[message_id] = "sending"
    records.add(message_id)
    await records.work()
    assert (provider.statuses, records.waiting) == ([409], 1)
    provider.records[message_id] = "delivered"
    clock.now += FIRST_RETRY
    await records.work()
    assert provider.records == {}
    assert records.waiting == 0


@pytest.mark.parametrize("status", [401, 403, 409, 429, 500, 503, 0])
async def test_any_other_failure_is_tried_again(
    provider: ProviderStandIn, records: ProviderRecords, clock: Clock, status: int
) -> None:
    message_id = new_id()
    provider.records[message_id] = "received"
    provider.failing.append(status)
    before = count("failed")
    records.add(message_id)
    await records.work()
    assert message_id in provider.records
    assert (records.waiting, count("failed"), gauge("failing")) == (1, before + 1, 1)
    clock.now += FIRST_RETRY
    await records.work()
    assert provider.records == {}
    assert (records.waiting, gauge("failing"), gauge("waiting")) == (0, 0, 0)


async def test_it_is_tried_ever_more_slowly_and_for_as_long_as_it_takes(
    provider: ProviderStandIn, records: ProviderRecords, clock: Clock
) -> None:
    message_id = new_id()
    provider.records[message_id] = "received"
    provider.failing.extend([500] * 40)
    records.add(message_id)
    pauses = []
    for _ in range(40):
        calls, begun = len(provider.calls), clock.now
        await records.work()
        assert len(provider.calls) == calls + 1, "each pause ends in one more try"
        while clock.now - begun < 2 * LONGEST_RETRY:
            clock.now += FIRST_RETRY
            if any(item.due <= clock.now for item in records._waiting.values()):
                break
            await records.work()
            assert len(provider.calls) == calls + 1, "and none before"
        pauses.append(clock.now - begun)
    assert pauses == [min(FIRST_RETRY * 2**n, LONGEST_RETRY) for n in range(40)]
    assert gauge("failing") == 1, "the operator sees it all the time"
    await records.work()
    assert provider.records == {}
    assert gauge("failing") == 0


async def test_a_wrong_token_is_seen_by_the_operator_and_costs_no_record(
    provider: ProviderStandIn, clock: Clock
) -> None:
    records = ProviderRecords(twilio_deleter(account(provider.address, "a wrong token")), None, clock)
    message_id = new_id()
    provider.records[message_id] = "received"
    records.add(message_id)
    with Logged() as logged:
        await records.work()
    assert (provider.statuses, records.waiting, gauge("failing")) == ([401], 1, 1)
    lines = [one for one in logged.records if one.name == "bot.privacy.provider_records"]
    assert [(one.levelname, one.getMessage()) for one in lines] == [
        ("WARNING", "a record was not deleted: status 401, attempt 1")
    ]


async def test_a_provider_that_cannot_be_reached_is_tried_again(clock: Clock) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        records = ProviderRecords(twilio_deleter(account(address)), None, clock)
        records.add(new_id())
        await records.work()
    assert (records.waiting, gauge("failing")) == (1, 1)


async def test_one_that_fails_holds_up_no_other(provider: ProviderStandIn, records: ProviderRecords) -> None:
    bad, good = new_id(), new_id()
    provider.records = {bad: "sending", good: "received"}
    for message_id in (bad, good):
        records.add(message_id)
    await records.work()
    assert list(provider.records) == [bad]
    assert (records.waiting, gauge("waiting"), gauge("failing")) == (1, 1, 1)


async def test_a_slow_provider_holds_up_no_reply(clock: Clock) -> None:
    release = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(message_id: str) -> int:
        asyncio.run_coroutine_threadsafe(release.wait(), loop).result(10)
        return 204

    records = ProviderRecords(slow, None, clock)
    records.add(new_id())
    working = asyncio.create_task(records.work())
    await asyncio.sleep(0.05)
    assert not working.done()
    records.add(new_id())  # as a message that comes meanwhile does
    release.set()
    await working
    assert records.waiting == 1


async def test_a_report_that_comes_while_it_is_being_deleted_asks_for_nothing_more(clock: Clock) -> None:
    message_id = new_id()
    tried: list[str] = []

    def delete(message_id: str) -> int:
        waiting.add(message_id)
        tried.append(message_id)
        return 204

    waiting = ProviderRecords(delete, None, clock)
    waiting.add(message_id)
    await waiting.work()
    await waiting.work()
    assert tried == [message_id]
    assert waiting.waiting == 0


# --- when -----------------------------------------------------------------------------------------------------------


async def test_what_is_to_wait_waits(provider: ProviderStandIn, records: ProviderRecords, clock: Clock) -> None:
    message_id = new_id()
    provider.records[message_id] = "sent"
    records.add(message_id, after=DELIVERED_LATER)
    clock.now += DELIVERED_LATER - 1
    await records.work()
    assert provider.calls == []
    provider.records[message_id] = "delivered"
    clock.now += 1
    await records.work()
    assert provider.records == {}


async def test_a_later_report_brings_it_forward_and_an_earlier_one_does_not_put_it_off(
    provider: ProviderStandIn, records: ProviderRecords
) -> None:
    first, second = new_id(), new_id()
    provider.records = {first: "delivered", second: "delivered"}
    records.add(first, after=DELIVERED_LATER)
    records.add(first)
    records.add(second)
    records.add(second, after=DELIVERED_LATER)
    await records.work()
    assert provider.records == {}


@pytest.mark.parametrize("wrong", ["", "SM", "SM" + "0" * 32 + "\n", "sm" + "0" * 32, HER, "SM" + "0" * 30 + "/.", "x"])
def test_what_is_no_message_id_is_left_out(records: ProviderRecords, wrong: str) -> None:
    records.add(wrong)
    assert records.waiting == 0


async def test_it_runs_until_it_is_stopped(
    provider: ProviderStandIn, records: ProviderRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider_records, "LOOK_EVERY", 0.01)
    running = asyncio.create_task(records.run())
    for _ in range(3):
        message_id = new_id()
        provider.records[message_id] = "received"
        records.add(message_id)
        await until(lambda: not provider.records)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


# --- through the webhook --------------------------------------------------------------------------------------------


async def test_both_records_of_a_conversation_are_deleted_after_delivery(
    provider: ProviderStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way: a text comes, the replies go out, are delivered and reported, and nothing is left at Twilio."""
    monkeypatch.setattr(provider_records, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(provider_records, "FIRST_RETRY", 0.01)
    heard = NotedConversation()
    app = app_with(heard, SAFE_TO_ASK_TWILIO_API=provider.address)

    async def load(*_: object) -> NotedConversation:
        return heard

    monkeypatch.setattr(bot.conversation, "load_conversation", load)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as client,
    ):

        async def post(fields: list[tuple[str, str]], url: str) -> httpx.Response:
            signed = {**headers, "X-Twilio-Signature": signature(fields, url)}
            return await client.post(url.removeprefix(PUBLIC), data=dict(fields), headers=signed)

        incoming = new_id()
        provider.records[incoming] = "receiving"
        reply = await post(form("hello", message_id=incoming), PUBLIC + "/webhooks/sms")
        outgoing = {}
        for message in ElementTree.fromstring(reply.content).findall("Message"):
            outgoing[new_id()] = message.attrib["statusCallback"]
        assert outgoing
        provider.records.update(dict.fromkeys(outgoing, "queued"))
        await until(lambda: 409 in provider.statuses)  # it was too early for the incoming one
        provider.records[incoming] = "received"
        for message_id, callback in outgoing.items():
            for status in ("queued", "sending", "sent", "delivered"):
                provider.records[message_id] = status
                fields = [("MessageSid", message_id), ("MessageStatus", status), ("From", HER), ("AccountSid", ACCOUNT)]
                assert (await post(fields, callback)).status_code == 204
                if status != "delivered":
                    await asyncio.sleep(0.03)
                    assert message_id in provider.records, "not before it was delivered"
        await until(lambda: not provider.records)
    deleted = {call.path for call in provider.calls if call.status == 204}
    assert deleted == {f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{one}.json" for one in (incoming, *outgoing)}


def test_the_callback_is_the_path_of_the_reports() -> None:
    reply = TwilioCalls(app_with(NotedConversation())).post(form("hello"))
    assert PUBLIC + STATUS_PATH in reply.text


def test_without_another_setting_it_is_twilio_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    from requests import Session

    asked: list[str] = []

    def send(_session: object, request: object, **_options: object) -> None:
        asked.append(request.url)  # type: ignore[attr-defined]
        raise ConnectionError

    monkeypatch.setattr(Session, "send", send)
    message_id = new_id()
    with pytest.raises(ConnectionError):
        twilio_deleter(account(PUBLIC_API))(message_id)
    assert asked == [f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/{message_id}.json"]


# --- the log --------------------------------------------------------------------------------------------------------


async def test_neither_an_id_nor_the_account_is_logged(
    provider: ProviderStandIn, records: ProviderRecords, clock: Clock
) -> None:
    """With the id of a message Twilio could still say whose it was."""
    message_id = new_id()
    provider.records[message_id] = "received"
    provider.failing.extend([500, 0, 429])
    records.add(message_id)
    with Logged() as logged:
        for _ in range(4):
            await records.work()
            clock.now += LONGEST_RETRY
    assert provider.statuses == [500, 0, 429, 204]
    assert logged.records
    assert not [one for one in (message_id, ACCOUNT, TOKEN) if one in logged.text]


# --- the file -------------------------------------------------------------------------------------------------------


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    """The file with the ids that wait."""
    return tmp_path / "waiting.json"


async def test_the_file_survives_a_restart(provider: ProviderStandIn, queue: Path, clock: Clock) -> None:
    now, later, done = new_id(), new_id("MM"), new_id()
    provider.records = dict.fromkeys((now, later, done), "delivered")
    deleter = twilio_deleter(account(provider.address))
    before = ProviderRecords(deleter, queue, clock)
    before.add(done)
    await before.work()
    provider.failing.append(503)
    before.add(now)
    before.add(later, after=DELIVERED_LATER)
    await before.work()
    after = ProviderRecords(deleter, queue, Clock())
    assert after.waiting == 2
    await after.work()
    assert provider.records == {}
    assert ProviderRecords(deleter, queue, Clock()).waiting == 0


async def test_the_file_holds_message_ids_and_nothing_else(provider: ProviderStandIn, queue: Path) -> None:
    heard = NotedConversation()
    ids = [new_id(), new_id("MM")]
    calls = TwilioCalls(app_with(heard, SAFE_TO_ASK_DELETION_QUEUE=str(queue), SAFE_TO_ASK_TWILIO_API=provider.address))
    calls.text("my name is Zebedee", message_id=ids[0])
    calls.text("i live in luton", message_id=ids[1], NumMedia="1", MediaUrl0="https://x.example/y")
    assert json.loads(queue.read_text()) == ids
    assert [path.name for path in queue.parent.iterdir()] == [queue.name], "and no other file lies beside it"


async def test_without_a_file_nothing_is_written(
    provider: ProviderStandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    records = ProviderRecords(twilio_deleter(account(provider.address)), None)
    records.add(new_id())
    await records.work()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_not_there_is_made(queue: Path) -> None:
    ProviderRecords(lambda _: 204, queue)
    assert json.loads(queue.read_text()) == []


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut off"),
        pytest.param(b'["SM00', id="cut off in an id"),
        pytest.param(b"null", id="nothing"),
        pytest.param(b"7", id="a number"),
        pytest.param(b'"SM00000000000000000000000000000000"', id="one id alone"),
        pytest.param(b'{"SM00000000000000000000000000000000": 1}', id="a mapping"),
        pytest.param(b"[7]", id="a list of something else"),
        pytest.param(b'["SM00000000000000000000000000000000", "+447700900123"]', id="a number among the ids"),
        pytest.param(b"\xff\xfe\x00", id="no text"),
        pytest.param('["SM0000000000000000000000000000000é"]'.encode(), id="no ASCII"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_start_and_stays_as_it_is(queue: Path, content: bytes) -> None:
    queue.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"^SAFE_TO_ASK_DELETION_QUEUE: waiting\.json cannot be read"):
        ProviderRecords(lambda _: 204, queue)
    assert queue.read_bytes() == content, "nothing that may still be mended is lost"


def test_what_is_wrong_with_the_file_is_said_without_its_content(
    queue: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queue.write_text(f'["{HER}"]')
    assert _guarded(lambda: app_with(NotedConversation(), SAFE_TO_ASK_DELETION_QUEUE=str(queue))) == WRONG_USE
    printed = "".join(capsys.readouterr())
    assert "SAFE_TO_ASK_DELETION_QUEUE" in printed
    assert "Mend or remove it." in printed
    assert HER not in printed
    assert "Traceback" not in printed


@pytest.mark.parametrize("where", ["no-such-folder/waiting.json", "."])
def test_a_place_that_cannot_be_written_stops_the_start(tmp_path: Path, where: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^SAFE_TO_ASK_DELETION_QUEUE: "):
        ProviderRecords(lambda _: 204, tmp_path / where)


async def test_a_disk_that_fails_later_costs_nobody_her_reply_and_no_deletion(
    provider: ProviderStandIn, queue: Path
) -> None:
    folder = queue.parent / secrets.token_hex(4)
    folder.mkdir()
    heard = NotedConversation()
    where = str(folder / "waiting.json")
    calls = TwilioCalls(app_with(heard, SAFE_TO_ASK_DELETION_QUEUE=where, SAFE_TO_ASK_TWILIO_API=provider.address))
    (folder / "waiting.json").unlink()
    folder.rmdir()
    message_id = new_id()
    provider.records[message_id] = "received"
    with Logged() as logged:
        assert calls.text("hello", message_id=message_id)
        await calls.channel._records.work()
    assert provider.records == {}
    lines = [one for one in logged.records if one.name == "bot.privacy.provider_records"]
    assert {(one.levelname, one.getMessage()) for one in lines} == {
        ("ERROR", "the deletion queue could not be saved: FileNotFoundError")
    }
    assert message_id not in logged.text


def test_a_status_that_ends_a_message_is_known_to_both_sides() -> None:
    from bot.channels.sms import FINAL

    assert set(FINAL) <= set(ENDED)
