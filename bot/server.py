"""The gateway: one Starlette application for every channel. Rasa's own server never faces the internet."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import AsyncIterator, Callable, Sequence

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import metrics
from bot.channels.limiter import Limiter
from bot.channels.pages import Pages
from bot.channels.sms import PATH, STATUS_PATH, SmsChannel
from bot.channels.web import WebChannel
from bot.paths import PROJECT
from bot.privacy.provider_records import ProviderRecords, twilio_deleter
from bot.privacy.pseudonym import Pseudonyms
from bot.settings import Settings

SWEEP_SECONDS = 5.0  # how often conversations whose time is over are removed
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STYLE = (PROJECT / "bot" / "web" / "style.css").read_bytes()


def make_app(settings: Settings, model: Path) -> Starlette:
    """The application; it loads `model` when it starts and forgets everything when it stops."""
    pseudonyms = Pseudonyms()
    channel = WebChannel(pseudonyms)
    pages = Pages(channel)
    routes = [
        Route("/", pages.chat, methods=["GET", "POST"]),
        Route("/about", pages.about, methods=["GET"]),
        Route("/style.css", _style, methods=["GET"]),
        Route("/webhooks/web", channel.endpoint, methods=["POST"]),
        Route("/health", _health, methods=["GET"]),
        Route("/ready", _ready, methods=["GET"]),
        Route("/metrics", _metrics, methods=["GET"]),
    ]
    sweeps: list[Callable[[], object]] = [pseudonyms.sweep]
    records: ProviderRecords | None = None
    if settings.twilio is not None:
        limiter = Limiter(settings.sender_limit, settings.total_limit)
        records = ProviderRecords(twilio_deleter(settings.twilio), settings.twilio.deletion_queue)
        sms = SmsChannel(settings.twilio, pseudonyms, limiter, records)
        sweeps.append(sms.sweep)
        routes += [Route(PATH, sms.inbound, methods=["POST"]), Route(STATUS_PATH, sms.status, methods=["POST"])]

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        from bot.conversation import load_conversation  # takes seconds: not before the process is sure to serve

        app.state.conversation = await load_conversation(settings, model)
        tasks = [asyncio.create_task(_sweep([app.state.conversation.sweep, *sweeps]))]
        if records is not None:
            tasks.append(asyncio.create_task(records.run()))
        yield
        for task in tasks:
            task.cancel()

    app = Starlette(routes=routes, lifespan=lifespan)
    app.add_middleware(SecurityHeaders)
    return app


class SecurityHeaders:
    """Adds the headers above to every response that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


async def _sweep(sweeps: Sequence[Callable[[], object]]) -> None:
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        for sweep in sweeps:
            sweep()


async def _style(request: Request) -> Response:
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


async def _health(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _metrics(request: Request) -> Response:
    metrics.conversations.set(request.app.state.conversation.held())
    return Response(metrics.page(), media_type="text/plain; version=0.0.4")


async def _ready(request: Request) -> Response:
    ready = hasattr(request.app.state, "conversation")
    return JSONResponse({"ready": ready}, status_code=200 if ready else 503)
