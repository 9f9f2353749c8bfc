"""The text-message channel: Twilio's webhooks for SMS and WhatsApp. Verifies, limits, pseudonymises, hands over.

The reply is TwiML in the webhook's own response, so that no number is ever kept to answer later. Pictures, stickers
and locations are never opened.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import defaultdict
from typing import AsyncIterator
from urllib.parse import parse_qsl

from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from twilio.request_validator import RequestValidator
from twilio.twiml.messaging_response import Message, MessagingResponse

from bot import metrics
from bot.answers.answer import Answer
from bot.answers.render import sms_parts
from bot.channels.limiter import Limiter
from bot.channels.port import Port
from bot.channels.recent import RecentReplies
from bot.channels.web import read_body
from bot.privacy.provider_records import MESSAGE_ID, ProviderRecords
from bot.privacy.pseudonym import Pseudonym, Pseudonyms
from bot.settings import Twilio

logger = logging.getLogger(__name__)

CHANNEL = "sms"
PATH, STATUS_PATH = "/webhooks/sms", "/webhooks/sms/status"
MAX_BODY = 65_536  # bytes; Twilio sends a few thousand
MAX_FIELDS = 200
REPLY_SECONDS = 9.5  # the promise is ten; Twilio gives up after fifteen
DELIVERED_LATER = 900.0  # seconds: a network that never confirms delivery leaves a text at "sent"
FINAL = ("delivered", "undelivered", "failed", "read", "canceled")
# By default these words block a phone number at Twilio, which then refuses to carry a reply (its error 21610).
BLOCKS_AT_TWILIO = frozenset(("stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"))
FORGETTING = ("left", "stopped")  # outcomes after which nothing of her is held here
WHATSAPP = "whatsapp:"
EMPTY = MessagingResponse().to_xml()


class SmsChannel:
    """Answers `POST /webhooks/sms` and takes the delivery reports of `POST /webhooks/sms/status`."""

    def __init__(self, account: Twilio, pseudonyms: Pseudonyms, limiter: Limiter, records: ProviderRecords) -> None:
        self._account = account
        self._validator = RequestValidator(account.auth_token)
        self._pseudonyms = pseudonyms
        self._limiter = limiter
        self._records = records
        self._recent = RecentReplies()
        self._turns = _Turns()

    async def inbound(self, request: Request) -> Response:
        """One message. 403 where the signature is missing or wrong, 413 or 400 where the body cannot be Twilio's."""
        form = await self._verified(request)
        if isinstance(form, Response):
            return form
        sender, message_id = form.get("From", ""), form.get("MessageSid", "")
        if not sender or not MESSAGE_ID.match(message_id):
            metrics.refused.labels("incomplete").inc()
            return PlainTextResponse("incomplete", status_code=400)
        self._records.add(message_id)
        reply = await self._reply(
            request.app.state.conversation, self._pseudonyms.of(CHANNEL, sender), message_id, form
        )
        return Response(reply, media_type="application/xml")

    async def status(self, request: Request) -> Response:
        """A delivery report: once a text has arrived, or never will, its record is deleted."""
        form = await self._verified(request)
        if isinstance(form, Response):
            return form
        status, message_id = form.get("MessageStatus", ""), form.get("MessageSid", "")
        if status in FINAL:
            self._records.add(message_id)
        elif status == "sent":
            self._records.add(message_id, after=DELIVERED_LATER)
        return Response(status_code=204)

    def sweep(self) -> None:
        """Forget the replies and the counts whose time is over."""
        self._recent.sweep()
        self._limiter.sweep()

    async def _verified(self, request: Request) -> ImmutableMultiDict[str, str] | Response:
        body = await read_body(request, MAX_BODY)
        if body is None:
            metrics.refused.labels("too_large").inc()
            return PlainTextResponse("too large", status_code=413)
        try:
            # Blank fields are part of what is signed.
            fields = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MAX_FIELDS)
        except ValueError:
            fields = []
        form = ImmutableMultiDict(fields)
        query = request.scope["query_string"].decode("latin-1")  # not request.url, which fails on what is not UTF-8
        url = f"{self._account.public_url}{request.scope['path']}{f'?{query}' if query else ''}"
        signature = request.headers.get("X-Twilio-Signature", "")
        if not fields or not self._validator.validate(url, form, signature):
            metrics.refused.labels("signature").inc()
            return PlainTextResponse("signature", status_code=403)
        return form

    async def _reply(self, port: Port, sender: Pseudonym, message_id: str, form: ImmutableMultiDict[str, str]) -> str:
        started = time.monotonic()
        try:
            reply, outcome = await asyncio.wait_for(self._in_order(port, sender, message_id, form), REPLY_SECONDS)
        except Exception as error:  # she gets the emergency block whatever fails on the way
            logger.error("a text could not be answered: %s", type(error).__name__)
            reply, outcome = self._twiml(port.failed(sender)), "failed"
        metrics.turns.labels(CHANNEL, outcome).inc()
        metrics.turn_seconds.labels(CHANNEL).observe(time.monotonic() - started)
        return reply

    async def _in_order(
        self, port: Port, sender: Pseudonym, message_id: str, form: ImmutableMultiDict[str, str]
    ) -> tuple[str, str]:
        async with self._turns.of(sender):
            known = self._recent.get(sender, message_id)
            if known is not None:
                return known, "repeated"
            reply, outcome = await self._first_time(port, sender, form)
            if outcome not in FORGETTING:  # asked again, these are answered the same without being remembered
                self._recent.put(sender, message_id, reply)
            return reply, outcome

    async def _first_time(self, port: Port, sender: Pseudonym, form: ImmutableMultiDict[str, str]) -> tuple[str, str]:
        text = form.get("Body", "").strip()
        if self._blocked_at_twilio(form):
            self._forget(port, sender)  # Twilio has said so to her, and would carry no reply of ours
            return EMPTY, "stopped"
        leaves = port.leave(sender, text)
        if leaves is not None:
            self._forget(port, sender)
            return self._twiml(leaves), "left"
        if not self._limiter.within(sender):
            urgent = port.urgent(sender, text)
            if urgent is not None:
                return self._twiml(urgent), "limited_urgent"
            told = self._twiml(port.notice(sender, "too_many")) if self._limiter.tells(sender) else EMPTY
            return told, "limited"
        if not text:
            return self._twiml(port.notice(sender, "no_text")), "no_text"
        answer = await port.turn(sender, text, CHANNEL)
        if answer.forget:
            self._forget(port, sender)
        return self._twiml(answer), "answered"

    def _blocked_at_twilio(self, form: ImmutableMultiDict[str, str]) -> bool:
        """Whether Twilio has just blocked this sender: it says so, or its default handling does for this word."""
        if form.get("OptOutType"):
            return form["OptOutType"].upper() == "STOP"
        if self._account.opt_out == "own" or form["From"].startswith(WHATSAPP):
            return False
        return form.get("Body", "").strip().lower() in BLOCKS_AT_TWILIO

    def _forget(self, port: Port, sender: Pseudonym) -> None:
        port.forget(sender)
        self._recent.forget(sender)

    def _twiml(self, answer: Answer) -> str:
        response = MessagingResponse()
        for part in sms_parts(answer):
            message = Message(status_callback=f"{self._account.public_url}{STATUS_PATH}")
            message.body(part)
            response.append(message)
        return str(response.to_xml())


class _Turns:
    """One turn at a time for each sender, in the order in which the messages came."""

    def __init__(self) -> None:
        self._locks: dict[Pseudonym, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: dict[Pseudonym, int] = defaultdict(int)

    @contextlib.asynccontextmanager
    async def of(self, sender: Pseudonym) -> AsyncIterator[None]:
        self._waiting[sender] += 1
        try:
            async with self._locks[sender]:
                yield
        finally:
            self._waiting[sender] -= 1
            if not self._waiting[sender]:
                del self._waiting[sender], self._locks[sender]
