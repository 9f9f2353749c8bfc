"""What the webhook answers. Threat: a reply that Twilio cannot read is none, and an opened picture is a trace."""

from __future__ import annotations

import socket
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest

from bot.answers.answer import Answer, Option
from bot.channels.sms import STATUS_PATH
from bot.sms.segments import segments
from tests.channels.texting import (
    BLOCK,
    CALM,
    HELPLINE,
    HER,
    HERE,
    HIM,
    PHONE,
    PUBLIC,
    SORRY,
    NotedConversation,
    Twilio,
    app_with,
    calm,
    form,
    new_id,
)

FIRST_CONTACT = "If someone comes, send HOURS"


@pytest.fixture
def heard() -> NotedConversation:
    """What reaches the conversation."""
    return NotedConversation()


@pytest.fixture
def twilio(heard: NotedConversation) -> Twilio:
    """Twilio before a gateway with that conversation, where nobody but us answers STOP and HELP."""
    return Twilio(app_with(heard, SAFE_TO_ASK_SMS_OPT_OUT="own"))


@pytest.mark.parametrize(
    "said",
    [
        "1 < 2 & 3 > 2",
        "</Body></Message><Message>forged</Message>",
        "]]><!-- \"quoted\" & 'quoted' -->",
        "&amp; stays &amp;",
        "مرحبا، اتصلي 999",
        "Zażółć gęślą jaźń ñ €",
        "two\nlines",
        "😀",
    ],
)
def test_a_reply_is_xml_that_says_exactly_what_was_answered(
    twilio: Twilio, heard: NotedConversation, said: str
) -> None:
    heard.answers = [calm(said)]
    assert twilio.text("hello") == [said]


def test_the_reply_names_no_number_and_asks_for_a_delivery_report(twilio: Twilio) -> None:
    response = twilio.post(form("hello"))
    assert HER not in response.text, "Twilio answers whoever wrote; no number is needed"
    assert HERE not in response.text
    for message in ElementTree.fromstring(response.content).findall("Message"):
        assert dict(message.attrib) == {"statusCallback": PUBLIC + STATUS_PATH}


def test_an_answer_in_several_messages_asks_for_a_report_of_each(twilio: Twilio, heard: NotedConversation) -> None:
    heard.answers = [calm("and then", danger=BLOCK, danger_sms=BLOCK, first_contact_sms=FIRST_CONTACT)]
    root = ElementTree.fromstring(twilio.post(form("hello")).content)
    callbacks = [message.get("statusCallback") for message in root.findall("Message")]
    assert callbacks == [PUBLIC + STATUS_PATH] * 3


def test_the_reply_is_not_kept_by_anything_on_the_way(twilio: Twilio) -> None:
    headers = twilio.post(form("hello")).headers
    assert headers["cache-control"] == "no-store"
    assert "set-cookie" not in headers


def test_whatsapp_is_answered_as_well(twilio: Twilio, heard: NotedConversation) -> None:
    sender = "whatsapp:" + HER
    assert twilio.text("hello", sender, To="whatsapp:" + HERE, ProfileName="Zebedee", WaId="447700900123") == [
        f"{CALM} 1"
    ]
    assert heard.heard == ["hello"]


def test_a_pseudonym_is_hers_alone_and_tells_nothing(twilio: Twilio, heard: NotedConversation) -> None:
    for sender in (HER, HIM, "whatsapp:" + HER, HER):
        twilio.text("hello", sender)
    first, other, whatsapp, again = heard.people
    assert first == again
    assert len({first, other, whatsapp}) == 3, "who takes her phone number elsewhere finds nothing of hers"
    assert not any(part in "".join(heard.people) for part in (HER, HER[1:], HER[-6:], HIM[-6:]))


def test_two_gateways_give_one_number_two_pseudonyms() -> None:
    """The key is made anew with each start, so that no list of numbers leads back."""
    people = []
    for _ in range(2):
        heard = NotedConversation()
        Twilio(app_with(heard)).text("hello")
        people += heard.people
    assert people[0] != people[1]


MEDIA = "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0"


@pytest.mark.parametrize(
    ("body", "more"),
    [
        pytest.param("", {}, id="an empty text"),
        pytest.param(None, {}, id="no text at all"),
        pytest.param("  \n\t ", {}, id="spaces"),
        pytest.param("", {"NumMedia": "1", "MediaUrl0": MEDIA, "MediaContentType0": "image/jpeg"}, id="a picture"),
        pytest.param("", {"NumMedia": "1", "MediaUrl0": MEDIA, "MediaContentType0": "image/webp"}, id="a sticker"),
        pytest.param(
            None, {"NumMedia": "1", "MediaUrl0": MEDIA, "MediaContentType0": "audio/ogg"}, id="a voice message"
        ),
        pytest.param("", {"NumMedia": "10", **{f"MediaUrl{n}": MEDIA for n in range(10)}}, id="ten pictures"),
        pytest.param(
            "", {"Latitude": "51.8787", "Longitude": "-0.4200", "Address": "Luton", "Label": "home"}, id="a place"
        ),
    ],
)
def test_a_message_without_words_gets_a_kind_reply_and_reaches_no_model(
    twilio: Twilio, heard: NotedConversation, body: str | None, more: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid_connections(monkeypatch)
    assert twilio.text(body, **more) == ["notice no_text"]
    assert heard.people == []


def test_the_words_beside_a_picture_are_answered_and_the_picture_is_not_opened(
    twilio: Twilio, heard: NotedConversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid_connections(monkeypatch)
    assert twilio.text("look", message_id=new_id("MM"), NumMedia="1", MediaUrl0=MEDIA) == [f"{CALM} 1"]
    assert heard.heard == ["look"]


def test_a_shared_place_reaches_the_conversation_in_no_form(twilio: Twilio, heard: NotedConversation) -> None:
    twilio.text("i am here", Latitude="51.8787", Longitude="-0.4200", Address="17 Quagmire Lane", Label="home")
    assert heard.heard == ["i am here"]


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param([one for one in form("hello") if one[0] != "From"], id="no sender"),
        pytest.param([one for one in form("hello") if one[0] != "MessageSid"], id="no id"),
        pytest.param(form("hello", ""), id="a blank sender"),
        pytest.param(form("hello", message_id="SM1"), id="an id that is none"),
        pytest.param(form("hello", message_id="SM" + "0" * 32 + "\n"), id="an id with a line break"),
        pytest.param(form("hello", message_id="../../Accounts"), id="an id that is a path"),
    ],
)
def test_a_signed_message_without_sender_or_id_is_refused(
    twilio: Twilio, heard: NotedConversation, fields: Any
) -> None:
    """Threat: everybody without a sender in one conversation, as in Rasa's own channel."""
    assert twilio.post(fields).status_code == 400
    assert heard.people == []


def test_the_emergency_block_comes_first_and_by_itself(twilio: Twilio, heard: NotedConversation) -> None:
    heard.answers = [
        calm(
            "and then",
            danger=BLOCK,
            danger_sms=BLOCK,
            options=(Option("a", "A"),),
            notices_sms=("(a notice)",),
            first_contact_sms=FIRST_CONTACT,
        )
    ]
    first, second, third = twilio.text("he has a knife")
    assert first == BLOCK
    assert second.startswith("and then")
    assert third == FIRST_CONTACT


def test_an_answer_that_stands_alone_stays_alone(twilio: Twilio, heard: NotedConversation) -> None:
    """Threat: a hint behind the decoy gives it away."""
    decoy = "Open Monday to Saturday."
    more = {"alone": True, "forget": True, "options": (Option("a", "A"),), "notices_sms": ("(a notice)",)}
    heard.answers = [calm(decoy, danger=BLOCK, danger_sms=BLOCK, first_contact_sms=FIRST_CONTACT, **more)]
    assert twilio.text("hours") == [decoy]
    assert heard.forgotten == heard.people[:1]


def test_a_long_answer_keeps_to_its_segments(twilio: Twilio, heard: NotedConversation) -> None:
    heard.answers = [
        Answer("en", ("greet",), (), short=tuple(f"Sentence number {n} of the answer." for n in range(60)))
    ]
    (text,) = twilio.text("hello")
    assert segments(text) == 3
    assert "MORE" in text


def test_a_conversation_that_raises_costs_nobody_the_emergency_block(
    twilio: Twilio, heard: NotedConversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> Answer:
        raise RuntimeError("out of order")

    monkeypatch.setattr(heard, "turn", fails)
    assert twilio.text("hello") == [BLOCK, f"{SORRY} {PHONE}"]
    assert HELPLINE in PHONE


def forbid_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on any connection fails the test: nothing may be fetched."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something is being fetched")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
