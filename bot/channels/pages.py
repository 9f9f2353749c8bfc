"""The plain chat page at `/` and the about page: HTML forms, no script, no cookie, nothing in an address."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from bot.answers import i18n
from bot.answers.render import service_line, source_lines
from bot.channels.web import WebChannel, read_body
from bot.knowledge.attributions import attributions
from bot.languages import SOURCE, languages
from bot.paths import PROJECT

templates = Environment(
    loader=FileSystemLoader(str(PROJECT / "bot" / "web" / "templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Pages:
    """Renders the pages; the conversation's id travels in a hidden field of the form."""

    def __init__(self, channel: WebChannel) -> None:
        self._channel = channel

    async def chat(self, request: Request) -> Response:
        """GET shows an empty form; POST answers one message, or clears the page."""
        if request.method == "GET":
            return _page("chat.html", SOURCE, answer=None, conversation="")
        body = await read_body(request)
        if body is None:
            return PlainTextResponse("too large", status_code=413)
        form = {name: values[0] for name, values in parse_qs(body.decode("utf-8", errors="replace")).items()}
        text = form.get("choice") or form.get("text", "")
        conversation, answer = await self._channel.turn(request.app.state.conversation, text, dict(form))
        return _page(
            "chat.html",
            answer.language,
            answer=answer,
            conversation=conversation,
            cards=[service_line(card, answer.language) for card in answer.services],
            sources=source_lines(answer, waiting=True),
        )

    async def about(self, request: Request) -> Response:
        """What this is, and the attributions that the place data require."""
        return _page("about.html", SOURCE, attributions=attributions())


def _page(name: str, language: str, **values: Any) -> HTMLResponse:
    chosen = languages()[language]

    def say(key: str) -> str:
        return i18n.say(key, language)

    html = templates.get_template(name).render(language=chosen, say=say, **values)
    return HTMLResponse(html)
