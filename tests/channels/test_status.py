"""Delivery reports. Threat: a record at Twilio that nobody deletes, or one that is deleted before it was delivered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.channels.sms import DELIVERED_LATER, FINAL, MAX_FIELDS, STATUS_PATH
from bot.privacy.provider_records import ProviderRecords
from tests.channels.texting import HER, NotedConversation, Twilio, app_with, new_id, report


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    """The file with the ids that wait."""
    return tmp_path / "waiting.json"


@pytest.fixture
def twilio(queue: Path) -> Twilio:
    """Twilio before a gateway that keeps its ids there."""
    return Twilio(app_with(NotedConversation(), SAFE_TO_ASK_DELETION_QUEUE=str(queue)))


def waiting(queue: Path) -> list[str]:
    """The ids that wait."""
    ids = json.loads(queue.read_text())
    assert isinstance(ids, list)
    return ids


def test_an_incoming_message_waits_for_its_deletion_at_once(twilio: Twilio, queue: Path) -> None:
    message_id = new_id()
    twilio.text("hello", message_id=message_id)
    assert waiting(queue) == [message_id]


def test_so_does_one_that_is_not_answered(twilio: Twilio, queue: Path) -> None:
    ids = [new_id(), new_id("MM")]
    twilio.text("STOP", message_id=ids[0])
    twilio.text("", message_id=ids[1], NumMedia="1")
    assert waiting(queue) == ids


@pytest.mark.parametrize("status", FINAL)
@pytest.mark.parametrize("kind", ["SM", "MM"])
def test_a_reply_waits_for_its_deletion_when_its_way_has_ended(
    twilio: Twilio, queue: Path, status: str, kind: str
) -> None:
    message_id = new_id(kind)
    assert twilio.reports(status, message_id) == 204
    assert waiting(queue) == [message_id]


@pytest.mark.parametrize("status", ["queued", "sending", "accepted", "scheduled", "receiving", "something new", ""])
def test_a_status_before_the_end_deletes_nothing(twilio: Twilio, queue: Path, status: str) -> None:
    assert twilio.reports(status) == 204
    assert waiting(queue) == []


def test_a_network_that_never_confirms_keeps_no_record(queue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    added: list[tuple[str, float]] = []
    monkeypatch.setattr(ProviderRecords, "add", lambda _, message_id, after=0.0: added.append((message_id, after)))
    twilio = Twilio(app_with(NotedConversation(), SAFE_TO_ASK_DELETION_QUEUE=str(queue)))
    message_id = new_id()
    twilio.reports("sent", message_id)
    twilio.reports("delivered", message_id)
    assert added == [(message_id, DELIVERED_LATER), (message_id, 0.0)]
    assert 60 <= DELIVERED_LATER <= 3600


def test_reports_that_come_twice_or_in_another_order_ask_for_one_deletion(twilio: Twilio, queue: Path) -> None:
    message_id = new_id()
    for status in ("delivered", "sent", "queued", "delivered", "read"):
        twilio.reports(status, message_id)
    assert waiting(queue) == [message_id]


@pytest.mark.parametrize(
    "message_id", ["", "SM", "SM" + "0" * 31, "SM" + "0" * 33, "CA" + "0" * 32, "../" + "0" * 31, HER, "SM" + "é" * 32]
)
def test_a_report_without_a_proper_id_is_taken_and_left_aside(twilio: Twilio, queue: Path, message_id: str) -> None:
    fields = [(name, value) for name, value in report("delivered") if name != "MessageSid"]
    assert twilio.post([*fields, ("MessageSid", message_id)], STATUS_PATH).status_code == 204
    assert waiting(queue) == []


@pytest.mark.parametrize("left_out", ["MessageSid", "MessageStatus", "To", "From", "AccountSid"])
def test_a_report_with_a_field_missing_is_taken(twilio: Twilio, left_out: str) -> None:
    fields = [one for one in report("delivered") if one[0] != left_out]
    assert twilio.post(fields, STATUS_PATH).status_code == 204


@pytest.mark.parametrize("signed", [None, "", "wrong"])
def test_a_report_that_is_not_signed_deletes_nothing(twilio: Twilio, queue: Path, signed: str | None) -> None:
    response = twilio.send(report("delivered"), signed, STATUS_PATH)
    assert response.status_code == 403
    assert waiting(queue) == []


def test_a_report_that_was_changed_deletes_nothing(twilio: Twilio, queue: Path) -> None:
    from tests.channels.texting import PUBLIC, signature

    fields = report("queued")
    changed = [(name, "delivered" if name == "MessageStatus" else value) for name, value in fields]
    assert twilio.send(changed, signature(fields, PUBLIC + STATUS_PATH), STATUS_PATH).status_code == 403
    assert waiting(queue) == []


def test_a_report_says_nothing_back(twilio: Twilio) -> None:
    response = twilio.post(report("delivered"), STATUS_PATH)
    assert response.content == b""


def test_a_report_with_an_error_code_is_taken(twilio: Twilio, queue: Path) -> None:
    fields = [*report("undelivered"), ("ErrorCode", "30003"), ("ErrorMessage", "Unreachable destination handset")]
    assert twilio.post(fields, STATUS_PATH).status_code == 204
    assert len(waiting(queue)) == 1


def test_more_fields_than_twilio_ever_sends_are_refused(twilio: Twilio, queue: Path) -> None:
    """Threat: a body of many small fields takes long to take apart."""
    fields = [*report("delivered"), *((f"f{n}", "") for n in range(MAX_FIELDS))]
    assert twilio.post(fields, STATUS_PATH).status_code == 403
    assert waiting(queue) == []
