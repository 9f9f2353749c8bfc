"""The command `safe-to-ask`. Exit codes: 0 ok, 1 a check failed, 2 wrong use or configuration."""

from __future__ import annotations

import asyncio
import datetime
import json
import logging
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Coroutine, Optional, TypeVar

from bot.privacy import log_hygiene, memory

log_hygiene.configure()  # before anything of Rasa is imported

import typer  # noqa: E402  # logging must be quiet first, see above
from rich.console import Console  # noqa: E402

from bot.errors import ConfigurationError, KnowledgeError, SafeToAskError  # noqa: E402
from bot.languages import languages  # noqa: E402
from bot.paths import DOSSIER  # noqa: E402
from bot.settings import read_settings  # noqa: E402
from bot.topics import topics  # noqa: E402

if TYPE_CHECKING:
    from bot.conversation import Conversation

CHECK_FAILED, WRONG_USE = 1, 2
CHANNELS = ("plain", "sms", "web")

app = typer.Typer(
    add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help="Ask whether it is safe to report."
)
knowledge_app = typer.Typer(no_args_is_help=True, help="The dossier: index it, check it, look things up.")
locales_app = typer.Typer(no_args_is_help=True, help="The sentences in every language.")
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(locales_app, name="locales")
errors = Console(stderr=True)
Result = TypeVar("Result")


def main() -> None:
    """Run the command; expected errors become one clear message on stderr and an exit code."""
    sys.exit(_guarded(lambda: app(standalone_mode=False)))


def _guarded(call: Callable[[], object]) -> int:
    try:
        result = call()
    except KnowledgeError as error:
        for fault in error.faults:
            errors.print(str(fault), markup=False, highlight=False, soft_wrap=True)
        return CHECK_FAILED
    except ConfigurationError as error:
        errors.print(str(error), markup=False, highlight=False, soft_wrap=True)
        return WRONG_USE
    except SafeToAskError as error:
        errors.print(str(error), markup=False, highlight=False, soft_wrap=True)
        return CHECK_FAILED
    except typer.Exit as stop:
        return int(stop.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except Exception as error:
        if hasattr(error, "format_message"):  # click's errors of wrong use
            errors.print(f"{error.format_message()} See 'safe-to-ask --help'.", markup=False, highlight=False)
            return WRONG_USE
        raise
    return result if isinstance(result, int) else 0


@app.command()
def serve(
    host: str = typer.Option("127.0.0.1", help="Address to listen on."),
    port: int = typer.Option(5005, help="Port to listen on."),
    verbose: bool = typer.Option(False, help="Log at DEBUG: counts, durations and places in the code, never content."),
) -> None:
    """Build the index and train the model where they are missing or stale, then serve every channel."""
    settings = read_settings()
    memory.protect()
    import uvicorn

    from bot.server import make_app

    if verbose:
        logging.getLogger().setLevel(logging.DEBUG)
    path = _model()
    errors.print(f"Ready in a moment. Type a first question at http://{host}:{port}/")
    uvicorn.run(
        make_app(settings, path),
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        ws="none",
        server_header=False,
    )


@app.command()
def audit() -> None:
    """Send made-up people through every channel of the real server, then search for them everywhere.

    Exit code 1 where a trace is found, or where the search misses a leak that was planted to prove it.
    """
    from rich.table import Table

    from bot.audit.run import audit as run_audit

    _model()
    rows = run_audit(lambda line: errors.print(line, markup=False))
    table = Table("place", "strings searched for", "found", "planted leak found", "")
    for row in rows:
        found = "not searched" if row.found is None else str(row.found)
        proved = "" if row.planted_found is None else ("yes" if row.planted_found else "NO")
        table.add_row(row.place, str(row.searched), found, proved, row.note)
    Console(width=120).print(table)
    if any(row.failed for row in rows):
        raise typer.Exit(CHECK_FAILED)


@app.command()
def status(url: str = typer.Option("http://127.0.0.1:5005", help="Where the server serves.")) -> None:
    """Whether a running server is well: readiness, counts, and records that the provider still holds."""
    from rich.table import Table

    from bot.status import COUNTS, read_status

    found = read_status(url)
    table = Table("count", "", "value")
    for name, labels, value in found.counts:
        table.add_row(COUNTS[name], labels, f"{value:.0f}")
    Console(width=120).print(table)
    errors.print("Well." if found.healthy else "NOT well: it is not ready, or deletions at the provider fail.")
    if not found.healthy:
        raise typer.Exit(CHECK_FAILED)


@app.command()
def train() -> None:
    """Train the Rasa model, unless the one at hand is of the present files."""
    errors.print(f"Model: {_model().name}")


@app.command()
def ask(
    text: str = typer.Argument(..., help="The question, in quotes."),
    language: Optional[str] = typer.Option(None, help="Begin in this language (a code such as es)."),
    channel: str = typer.Option("plain", help="plain, sms or web."),
    as_json: bool = typer.Option(False, "--json", help="Print the whole answer as JSON."),
) -> None:
    """Put one message through the real model and actions; print the reply.

    Example: safe-to-ask ask "can i call the police without papers? i live in leeds"
    """
    from bot.answers.answer import Answer
    from bot.answers.render import plain_text, sms_parts
    from bot.privacy.pseudonym import Pseudonym

    if channel not in CHANNELS:
        raise ConfigurationError(f"--channel is '{channel}'. Use one of: {', '.join(CHANNELS)}.")
    if language is not None and language not in languages():
        raise ConfigurationError(f"--language is '{language}'. Use one of: {', '.join(languages())}.")

    async def one(conversation: Conversation) -> Answer:
        pseudonym = Pseudonym(secrets.token_hex(16))
        if language:
            conversation.set_language(pseudonym, language)
        return await conversation.turn(pseudonym, text, channel)

    answer = _with_conversation(one)
    if as_json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    elif channel == "sms":
        print("\n---\n".join(sms_parts(answer)))
    else:
        print(plain_text(answer))


@app.command()
def understand() -> None:
    """Read one message per line on stdin; write what is understood, one JSON object per line; never the text."""

    async def all_lines(conversation: Conversation) -> None:
        for line in sys.stdin.buffer:
            text = line.decode("utf-8", errors="replace")
            print(json.dumps(await conversation.understand(text), ensure_ascii=False))

    _with_conversation(all_lines)


@knowledge_app.command("load")
def knowledge_load() -> None:
    """Bring the index up to date with data/knowledge/."""
    from bot.knowledge.load import load, open_engine

    changed = load(DOSSIER, open_engine(read_settings().database_url), topics())
    errors.print("The index was rebuilt." if changed else "The index is up to date.")


@knowledge_app.command("check")
def knowledge_check(
    stale: Optional[int] = typer.Option(None, help="Also list what was not checked for so many days."),
) -> None:
    """Check every entry of the dossier and every brief; say what is wrong and how to mend it."""
    from bot.answers.briefs import briefs
    from bot.knowledge.check import check
    from bot.knowledge.check import stale as stale_entries
    from bot.knowledge.dossier import read_dossier

    dossier = read_dossier(DOSSIER)
    faults = check(dossier, topics())
    briefs()
    if stale is not None:
        faults += stale_entries(dossier, stale, datetime.date.today())
    if faults:
        raise KnowledgeError(faults)
    errors.print(
        f"{len(dossier.facts)} facts, {len(dossier.forces)} forces, {len(dossier.services)} services: no fault."
    )


@knowledge_app.command("force")
def knowledge_force(place: str = typer.Argument(..., help="A town, borough, outward postcode or force.")) -> None:
    """Which police force covers a place, and how many published findings there are about it."""
    from bot.knowledge.access import current_snapshot
    from bot.understanding.places import PlaceFinder
    from bot.understanding.text import clean

    snapshot = current_snapshot()
    found = PlaceFinder(snapshot).find(clean(place))
    candidates = [found.place] if found.place else list(found.candidates)
    if not candidates:
        errors.print("No such place is known. Try the nearest town, or the first half of the postcode.")
        raise typer.Exit(CHECK_FAILED)
    for one in candidates:
        force = snapshot.forces[one.force_id]
        print(f"{one.name}: {force.name} ({force.nation}); published findings about it alone: {len(force.evidence)}")


@knowledge_app.command("services")
def knowledge_services(
    language: str = typer.Option("en", help="Language she speaks (code)."),
    near: Optional[str] = typer.Option(None, help="A town, borough or outward postcode."),
    need: str = typer.Option("helpline", help="For example helpline, refuge, immigration_advice."),
) -> None:
    """Who can help first."""
    from bot.knowledge.access import current_snapshot
    from bot.knowledge.services import Asker, Wanted, choose
    from bot.understanding.places import PlaceFinder
    from bot.understanding.text import clean

    snapshot = current_snapshot()
    place = PlaceFinder(snapshot).find(clean(near or "")).place
    regions = {one.force_id: one.region for one in snapshot.local_authorities.values()}
    asker = Asker(language, place.nation if place else None, regions.get(place.force_id) if place else None)
    wanted = (Wanted(by_and_for=True, needs=(need,)), Wanted(by_and_for=False, needs=(need,)))
    for chosen in choose(snapshot, wanted, asker, False, 8):
        contacts = "; ".join(contact.value for contact in chosen.service.contacts)
        print(f"{chosen.service.name} [{', '.join(chosen.reasons)}]: {contacts}")


@locales_app.command("check")
def locales_check() -> None:
    """Every language against English: keys, placeholders, digits, staleness, review state."""
    from bot.answers.locale_check import check_locales

    found = check_locales()
    if found:
        raise KnowledgeError(found)
    for language in languages().values():
        state = language.reviewer or "not yet reviewed by a native speaker"
        errors.print(f"{language.code} {language.own_name}: complete; {state}.")


@locales_app.command("stamp")
def locales_stamp(language: str = typer.Argument(..., help="The language whose translation is up to date.")) -> None:
    """Record that every sentence of a language was translated from the English as it now stands."""
    from bot.answers.locale_check import stamp

    if language not in languages() or language == "en":
        raise ConfigurationError(f"'{language}' is no translated language. Use one of data/languages.yml.")
    errors.print(f"{stamp(language)} sentences recorded.")


def _model() -> Path:
    from bot.model import model_path
    from bot.model import train as train_model

    folder = read_settings().model_dir
    if model_path(folder).exists():
        return model_path(folder)
    with errors.status("Training the model (a few minutes, once) ..."):
        return train_model(folder)[0]


def _with_conversation(work: Callable[[Conversation], Coroutine[Any, Any, Result]]) -> Result:
    from bot.conversation import load_conversation

    async def run() -> Result:
        return await work(await load_conversation(settings, path))

    settings = read_settings()
    path = _model()
    return asyncio.run(run())
