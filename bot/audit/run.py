"""The audit itself: people come and go in every way, then every place is searched for them, and each search proved."""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator, Mapping, Sequence

from sqlalchemy import create_engine, text

from bot.audit import places, postgres
from bot.audit.canaries import Canary, Flock, written_as
from bot.audit.people import PUBLIC_URL, People, Say
from bot.audit.provider_stand_in import ProviderStandIn
from bot.audit.server_process import ServerProcess
from bot.errors import SafeToAskError
from bot.paths import PROJECT
from bot.status import read_status

RETENTION_MINUTES = "0.1"
PATIENCE_SECONDS = 90.0  # for conversations to expire and the provider's records to be deleted
MEMORY = "memory of the live process after expiry"
# How a conversation ends: what she sends last. Silence ends it too, and so does a crash.
ENDINGS: Mapping[str, str | None] = {"silence": None, "hide": "hide", "stop": "stop"}
ELSEWHERE = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path("/var/log"))  # noqa: S108  # searched, not written


@dataclass(frozen=True)
class Row:
    """What was found in one place. found, planted_found: None where the place was not there to be searched."""

    place: str
    searched: int
    found: int | None
    planted_found: bool | None
    note: str = ""

    @property
    def failed(self) -> bool:
        """Whether this place held a trace, or its search misses even a planted one."""
        return (bool(self.found) and self.place != MEMORY) or self.planted_found is False


def audit(progress: Callable[[str], None]) -> list[Row]:
    """Run it all; takes about two minutes. progress: told what is being done, a line at a time."""
    started = time.time() - 1
    account, token = f"AC{secrets.token_hex(16)}", secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="safe-to-ask-audit-") as name, ProviderStandIn(account, token) as provider:
        run = _Run(Path(name), provider, started, progress)
        rows = [*run.on_sqlite(), *run.on_postgresql(), *run.everywhere()]
        rows.append(Row("Redis", 0, None, None, "not used: nothing is shared between processes"))
        return rows


class _Run:
    def __init__(
        self, folder: Path, provider: ProviderStandIn, started: float, progress: Callable[[str], None]
    ) -> None:
        self._folder = folder
        self._provider = provider
        self._started = started
        self._progress = progress
        self._flock = Flock()
        self._planted = Flock().letters
        self._plant = written_as(self._planted)
        self._log = folder / "server.log"
        (folder / "tmp").mkdir()
        (folder / "home").mkdir()

    def on_sqlite(self) -> Iterator[Row]:
        """Every channel and every ending; a crash in the middle of conversations; then a start after the crash."""
        database = self._folder / "knowledge.db"
        environment = self._environment(f"sqlite:///{database}")
        self._progress("Conversations in every channel, ended by silence, hide and stop ...")
        with self._server(environment) as server:
            people = People(server.port, self._provider)
            for ending in ENDINGS.values():
                self._everyone_speaks(people, ending)
            self._wait_until_forgotten(server)
            in_memory = places.in_memory(server.pid, self._flock.traces)
            deleted = places.open_but_deleted(server.pid, self._flock.traces)
            planted = bool(places.in_memory(server.pid, self._plant))
            self._progress("Conversations that a crash (SIGKILL) ends ...")
            self._everyone_speaks(people, None)
            server.kill()
        with self._server(environment) as server:  # its deletion queue outlives the crash
            self._everyone_speaks(People(server.port, self._provider), "stop")
            self._wait_until_forgotten(server)
            self._note_metrics(server)
        yield self._row(MEMORY, in_memory, planted, "reported, not failed: see docs/privacy.md")
        yield self._row("files open though deleted", deleted, self._finds_a_deleted_file())
        yield self._row("log at DEBUG", places.in_file(self._log, self._flock.traces), self._finds_in(self._log))
        found = places.in_file(database, self._flock.traces)
        yield self._row("SQLite", found, self._finds_in_table(f"sqlite:///{database}", [database]))
        left = len(self._provider.records)
        found = places.in_bytes(repr(self._provider.contents).encode(), self._flock.traces)
        self._provider.keep("received", body=self._planted)
        planted = bool(places.in_bytes(repr(self._provider.contents).encode(), self._plant))
        self._provider.records.clear()
        yield self._row("provider's message records", found, planted, f"{left} records left")

    def on_postgresql(self) -> Iterator[Row]:
        """The same server with its index on PostgreSQL: its files, write-ahead log and log of statements."""
        programs = postgres.programs()
        if programs is None:
            yield Row("PostgreSQL", 0, None, None, "not installed: apt-get install postgresql")
            return
        self._progress("The same with the index on PostgreSQL ...")
        with postgres.started(programs) as (url, folder):
            with self._server(self._environment(url)) as server:
                self._everyone_speaks(People(server.port, self._provider), None)
                self._wait_until_forgotten(server)
            files = [path for path in folder.rglob("*") if path.is_file()]
            found = sum(places.in_file(path, self._flock.traces) for path in files)
            yield self._row("PostgreSQL", found, self._finds_in_table(url, files))

    def everywhere(self) -> Iterator[Row]:
        """Every file of this machine's usual places that was written meanwhile."""
        self._progress("Searching every file written meanwhile ...")
        roots = [self._folder, PROJECT, *ELSEWHERE, Path.home()]
        paths = set(places.changed_files(roots, self._started)) - {self._log}
        found = sum(places.in_file(path, self._flock.traces) for path in paths)
        leak = self._folder / "tmp" / "leak"
        leak.write_text(f"{self._planted}\n", encoding="utf-8")
        planted = leak in set(places.changed_files(roots, self._started)) and self._finds_in(leak)
        yield self._row("files written anywhere", found, planted, f"{len(paths)} files")

    def _everyone_speaks(self, people: People, last: str | None) -> None:
        for channel in ("text", "whatsapp", "web", "page"):
            canary = self._flock.add(channel)
            say = _voice(people, canary)
            for sentence in canary.sentences:
                say(sentence)
            if last is not None:
                say(last)

    def _wait_until_forgotten(self, server: ServerProcess) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            held = read_status(server.address).value("safe_to_ask_conversations")
            if not held and not self._provider.records:
                return
            time.sleep(0.5)
        raise SafeToAskError(
            f"After {PATIENCE_SECONDS:.0f} s conversations or records at the provider were still held. "
            "Start the server by hand and see 'safe-to-ask status'."
        )

    def _note_metrics(self, server: ServerProcess) -> None:
        """Kept as a file, so that what an operator sees is searched with the rest."""
        (self._folder / "metrics.txt").write_text(repr(read_status(server.address)), encoding="utf-8")

    def _row(self, place: str, found: int, planted_found: bool, note: str = "") -> Row:
        return Row(place, self._flock.words, found, planted_found, note)

    def _finds_in(self, path: Path) -> bool:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"planted: {self._planted}\n")
        return bool(places.in_file(path, self._plant))

    def _finds_in_table(self, url: str, files: Sequence[Path]) -> bool:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE planted (word TEXT)"))
            connection.execute(text("INSERT INTO planted VALUES (:word)"), {"word": self._planted})
        engine.dispose()
        return any(places.in_file(path, self._plant) for path in files)

    def _finds_a_deleted_file(self) -> bool:
        with tempfile.TemporaryFile(dir=self._folder) as file:
            file.write(self._planted.encode())
            file.flush()
            return bool(places.open_but_deleted(os.getpid(), self._plant))

    def _server(self, environment: Mapping[str, str]) -> ServerProcess:
        return ServerProcess(environment, self._log, verbose=True)

    def _environment(self, database_url: str) -> dict[str, str]:
        return {
            "SAFE_TO_ASK_DATABASE_URL": database_url,
            "SAFE_TO_ASK_RETENTION_MINUTES": RETENTION_MINUTES,
            "SAFE_TO_ASK_SENDER_LIMIT": "1000",
            "SAFE_TO_ASK_PUBLIC_URL": PUBLIC_URL,
            "SAFE_TO_ASK_SMS_OPT_OUT": "own",  # so that "stop" reaches us
            "SAFE_TO_ASK_TWILIO_API": self._provider.address,
            "SAFE_TO_ASK_DELETION_QUEUE": str(self._folder / "queue.json"),
            "SAFE_TO_ASK_ORGANISATION": self._planted,  # a word that memory is bound to hold: the search must find it
            "TWILIO_ACCOUNT_SID": self._provider.account,
            "TWILIO_AUTH_TOKEN": self._provider.token,
            "TMPDIR": str(self._folder / "tmp"),
            "HOME": str(self._folder / "home"),
        }


def _voice(people: People, canary: Canary) -> Say:
    if canary.channel == "text":
        return people.by_text(canary.number)
    if canary.channel == "whatsapp":
        return people.by_text(canary.number, "whatsapp:")
    return people.by_web() if canary.channel == "web" else people.by_page()
