"""Whatever comes in, nothing breaks and nothing of it is logged. Threat: a strange message leaves its text in a log."""

from __future__ import annotations

import os
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.sms import MAX_BODY, PATH, STATUS_PATH
from bot.privacy.provider_records import MESSAGE_ID
from tests.channels.texting import (
    HER,
    PUBLIC,
    Logged,
    NotedConversation,
    Twilio,
    app_with,
    conversation_with,
    form,
    new_id,
    signature,
)

CANARY = "Zanzibarina"
SOUND = {200, 204, 400, 403, 413}
relaxed = settings(derandomize=True, database=None, deadline=None, max_examples=60)

characters = st.characters(codec="utf-8")  # with control characters, without lone surrogates: Twilio sends UTF-8
values = st.one_of(
    st.text(characters, max_size=40),
    st.sampled_from(
        ["", " ", "\x00", "\ufeff", "\u202e", "STOP", "999", "/hide", "<&>\"'", "😀" * 500, "%", "+", "%00"]
    ),
)
names = st.sampled_from(
    ["Body", "From", "To", "MessageSid", "SmsSid", "NumMedia", "MediaUrl0", "OptOutType", "Latitude", "MessageStatus"]
)
ids = st.one_of(st.builds(new_id), values)
forms = st.lists(st.tuples(st.one_of(names, st.text(characters, min_size=1, max_size=12)), values), max_size=14)


@pytest.fixture(scope="module")
def twilio() -> Twilio:
    """Twilio before a gateway that never is above its limits. What is raised in the gateway is raised in the test."""
    return Twilio(app_with(NotedConversation(), SAFE_TO_ASK_SENDER_LIMIT="1000", SAFE_TO_ASK_TOTAL_LIMIT="100000"))


def check(twilio: Twilio, body: bytes, signed: str | None, path: str) -> int:
    """Send; the code of the reply, which repeats nothing, as nothing is logged."""
    headers = {} if signed is None else {"X-Twilio-Signature": signed}
    with Logged() as logged:
        response = twilio.client.post(path, content=body, headers=headers)
    assert response.status_code in SOUND
    assert CANARY not in response.text
    assert CANARY not in logged.text
    return int(response.status_code)


@relaxed
@given(fields=forms, sid=ids, sender=values, path=st.sampled_from([PATH, STATUS_PATH]))
def test_any_form_that_is_signed(
    twilio: Twilio, fields: list[tuple[str, str]], sid: str, sender: str, path: str
) -> None:
    marked = [(name, value + CANARY) for name, value in fields]
    every = [("MessageSid", sid), ("From", sender + CANARY), *marked]
    code = check(twilio, urlencode(every).encode(), signature(every, PUBLIC + path), path)
    assert code != 403, "it was signed"
    if path == PATH and MESSAGE_ID.match(dict(every)["MessageSid"]):
        assert code == 200


@relaxed
@given(fields=forms, dropped=st.sets(st.integers(0, 20)), times=st.integers(1, 3))
def test_a_message_with_fields_missing_and_repeated(
    twilio: Twilio, fields: list[tuple[str, str]], dropped: set[int], times: int
) -> None:
    whole = [*form(CANARY), *fields]
    every = [one for place, one in enumerate(whole) if place not in dropped] * times
    code = check(twilio, urlencode(every).encode(), signature(every, PUBLIC + PATH), PATH)
    assert code == 403 if not every else code in (200, 400)


@relaxed
@given(
    body=st.binary(max_size=300), signed=st.one_of(st.none(), st.text(st.characters(max_codepoint=126), max_size=40))
)
def test_any_bytes_are_refused(twilio: Twilio, body: bytes, signed: str | None) -> None:
    if signed is not None:
        signed = "".join(one for one in signed if one.isprintable()).strip()
    assert check(twilio, CANARY.encode() + body, signed, PATH) == 403


@relaxed
@given(value=st.binary(max_size=60))
def test_a_text_in_another_encoding_is_answered(twilio: Twilio, value: bytes) -> None:
    """Percent-encoded bytes that are no UTF-8 are read as far as they can be."""
    fields = form("")
    read = value.decode("utf-8", errors="replace")
    body = urlencode([one for one in fields if one[0] != "Body"]) + f"&Body={CANARY}{quote_from_bytes(value)}"
    signed = [(name, CANARY + read if name == "Body" else old) for name, old in fields]
    assert check(twilio, body.encode(), signature(signed, PUBLIC + PATH), PATH) == 200


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1", "utf-7", "cp037"])
def test_a_whole_body_in_another_encoding_is_refused(twilio: Twilio, encoding: str) -> None:
    fields = form("Żółć" if encoding not in ("latin-1", "cp037") else "hé")
    raw = "&".join(f"{name}={value}" for name, value in fields)
    assert check(twilio, raw.encode(encoding), signature(fields, PUBLIC + PATH), PATH) == 403


@pytest.mark.parametrize("content", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_the_type_of_the_body_is_not_asked_for_and_breaks_nothing(twilio: Twilio, content: str) -> None:
    fields = form("hello")
    headers = {"X-Twilio-Signature": signature(fields, PUBLIC + PATH), "Content-Type": content}
    assert twilio.client.post(PATH, content=urlencode(fields), headers=headers).status_code == 200


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("path", [PATH, STATUS_PATH])
def test_a_megabyte_is_refused_unread(twilio: Twilio, path: str, signed: bool) -> None:
    fields = form(CANARY * (1_000_000 // len(CANARY)))
    body = urlencode(fields).encode()
    assert len(body) > 1_000_000 > MAX_BODY
    assert check(twilio, body, signature(fields, PUBLIC + path) if signed else None, path) == 413


def test_random_bytes_of_a_megabyte_are_refused(twilio: Twilio) -> None:
    assert check(twilio, os.urandom(1_000_000), "x", PATH) == 413


@pytest.mark.parametrize("length", [1_600, 30_000])
def test_a_long_text_is_answered(twilio: Twilio, length: int) -> None:
    fields = form(CANARY + "a" * length)
    assert check(twilio, urlencode(fields).encode(), signature(fields, PUBLIC + PATH), PATH) == 200


@relaxed
@given(text=st.text(st.characters(), min_size=1, max_size=80), sender=st.text(characters, min_size=1, max_size=20))
def test_a_conversation_that_fails_on_any_text_logs_nothing_of_it(failing: Twilio, text: str, sender: str) -> None:
    text = text.encode("utf-8", errors="replace").decode()
    fields = form(f"{text} {CANARY}", sender + CANARY)
    assert check(failing, urlencode(fields).encode(), signature(fields, PUBLIC + PATH), PATH) == 200


@pytest.fixture(scope="module")
def failing() -> Twilio:
    """The same, with a model that raises what it was told."""

    def raises(text: str) -> None:
        raise ValueError(f"cannot read {text!r} of {HER}")

    conversation, _ = conversation_with(raises)  # type: ignore[arg-type]
    return Twilio(app_with(conversation, SAFE_TO_ASK_SENDER_LIMIT="1000", SAFE_TO_ASK_TOTAL_LIMIT="100000"))
