"""The gateway as a client sees it, through Starlette's own application, with the real model behind it."""

from __future__ import annotations

from typing import Iterator

import pytest
from starlette.testclient import TestClient

from bot.channels.web import MAX_BODY
from bot.model import model_path
from bot.server import make_app
from bot.settings import read_settings


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A client of the started application."""
    settings = read_settings()
    with TestClient(make_app(settings, model_path(settings.model_dir))) as client:
        yield client


def test_it_lives_and_is_ready(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/ready").json() == {"ready": True}


def test_a_question_and_a_choice_over_json(client: TestClient) -> None:
    first = client.post("/webhooks/web", json={"text": "do the police tell immigration?"}).json()
    assert first["answer"]["topics"] == ["data_sharing"]
    again = client.post("/webhooks/web", json={"text": "2", "conversation": first["conversation"]}).json()
    assert again["conversation"] == first["conversation"]
    assert again["answer"]["topics"][0] == first["answer"]["options"][1]["payload"]


def test_a_conversation_has_a_new_name_after_it_was_forgotten(client: TestClient) -> None:
    first = client.post("/webhooks/web", json={"text": "hello"}).json()
    gone = client.post("/webhooks/web", json={"text": "stop", "conversation": first["conversation"]}).json()
    assert gone["conversation"] != first["conversation"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"text": 7}', b'{"conversation": "x"}', b"\xff\xfe\x00", b"null"])
def test_a_wrong_body_is_refused_with_a_code_and_no_trace(client: TestClient, body: bytes) -> None:
    response = client.post("/webhooks/web", content=body)
    assert response.status_code == 400
    assert response.json() == {"error": "body_not_understood"}


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    response = client.post("/webhooks/web", content=b'{"text": "' + b"a" * MAX_BODY + b'"}')
    assert response.status_code == 413


@pytest.mark.parametrize("path", ["/", "/about", "/health", "/nothing-here"])
def test_every_response_forbids_storing_referring_and_framing(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "set-cookie" not in headers


def test_the_page_answers_without_a_script_or_an_echo(client: TestClient) -> None:
    page = client.post("/", data={"text": "my husband Zebedee hits me, i live in luton"}).text
    assert "Bedfordshire" in page or "not your fault" in page
    assert "Zebedee" not in page
    assert "<script" not in page


def test_the_page_of_an_arabic_conversation_reads_from_right_to_left(client: TestClient) -> None:
    page = client.post("/", data={"text": "زوجي يضربني كل يوم"}).text
    assert '<html lang="ar" dir="rtl">' in page


def test_the_about_page_names_the_sources_of_the_place_data(client: TestClient) -> None:
    page = client.get("/about").text
    assert "OS data" in page
    assert "Open Government Licence" in page


def test_markup_in_a_message_is_never_markup_in_the_page(client: TestClient) -> None:
    page = client.post("/", data={"text": "<img src=x onerror=alert(1)> who are you"}).text
    assert "<img" not in page
