"""The web channel: JSON in, Answer out. Conversation ids are made by the server and live in the page's memory only."""

from __future__ import annotations

import json
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.answers.answer import Answer
from bot.channels.port import Port
from bot.privacy.pseudonym import Pseudonyms

MAX_BODY = 16_384  # bytes; the longest message that is read is a fraction of this
CHANNEL = "web"


class WebChannel:
    """Answers `POST /webhooks/web` with {"conversation": id, "answer": {...}}."""

    def __init__(self, pseudonyms: Pseudonyms) -> None:
        self._pseudonyms = pseudonyms

    async def endpoint(self, request: Request) -> Response:
        """One turn. The body is {"text": "...", "conversation": id or nothing}; wrong bodies are refused with 400."""
        body = await read_body(request)
        if body is None:
            return JSONResponse({"error": "too_large"}, status_code=413)
        content = _parsed(body)
        if content is None or not isinstance(content.get("text"), str):
            return JSONResponse({"error": "body_not_understood"}, status_code=400)
        conversation, answer = await self.turn(request.app.state.conversation, content["text"], content)
        return JSONResponse({"conversation": conversation, "answer": answer.to_dict()})

    async def turn(self, port: Port, text: str, content: dict[str, Any]) -> tuple[str, Answer]:
        """Hand a message to the conversation under a pseudonym; returns the conversation's id and the answer."""
        given = content.get("conversation")
        conversation = given if isinstance(given, str) and len(given) == 43 else secrets.token_urlsafe(32)
        answer = await port.turn(self._pseudonyms.of(CHANNEL, conversation), text, CHANNEL)
        return (secrets.token_urlsafe(32) if answer.forget else conversation), answer


async def read_body(request: Request, most: int = MAX_BODY) -> bytes | None:
    """The body, or None as soon as it is longer than `most` bytes."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return None
    return body


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        content = json.loads(body)
    except ValueError:
        return None
    return content if isinstance(content, dict) else None
