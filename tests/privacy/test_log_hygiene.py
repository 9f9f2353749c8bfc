"""Logs, in processes of their own. Threat: a library prints her message, and the log stays when all else is gone."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from bot.paths import PROJECT

CANARY = "canary-7f3a"
BEGIN = f"""
import logging, sys, warnings
from bot.privacy import log_hygiene
log_hygiene.configure(logging.DEBUG)
import structlog
CANARY = "{CANARY} wrote this. All of it."
def fail():
    raise ValueError(CANARY)
"""
LOGGED = """
try:
    fail()
except ValueError as error:
    """


def run(code: str) -> subprocess.CompletedProcess[str]:
    """The program `code` behind BEGIN, run to its end."""
    return subprocess.run(
        [sys.executable, "-c", BEGIN + code], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    "code",
    [
        pytest.param('logging.getLogger("rasa.core.agent").debug(CANARY)', id="message"),
        pytest.param('logging.getLogger("rasa.core.agent").error("got %s", CANARY)', id="argument"),
        pytest.param('logging.getLogger("sanic").error("got %(it)s", {"it": CANARY})', id="argument by name"),
        pytest.param('logging.getLogger("x").error("got %d", CANARY)', id="argument that does not fit"),
        pytest.param('logging.getLogger("x").error("got", extra={"it": CANARY})', id="extra"),
        pytest.param("logging.error(CANARY)", id="root logger"),
        pytest.param('logging.getLogger("bots.x").error(CANARY)', id="a name that begins like ours"),
        pytest.param('logging.getLogger("x").error(CANARY, stack_info=True)', id="with the stack"),
        pytest.param('structlog.get_logger("rasa.x").error(CANARY)', id="structlog: event"),
        pytest.param('structlog.get_logger().error("rasa.core.turn", text=CANARY)', id="structlog: value"),
        pytest.param('structlog.get_logger().bind(text=CANARY).error("rasa.core.turn")', id="structlog: bound value"),
        pytest.param('structlog.get_logger().debug("got %s", CANARY)', id="structlog: argument"),
        pytest.param("warnings.warn(CANARY, stacklevel=1)", id="warning"),
        pytest.param(
            'warnings.simplefilter("always"); warnings.warn(CANARY, stacklevel=1)', id="warning, filters reset"
        ),
        pytest.param(LOGGED + 'logging.getLogger("x").exception(CANARY)', id="exception of a library"),
        pytest.param(LOGGED + 'logging.getLogger("bot.x").exception("turn failed")', id="exception in our own log"),
        pytest.param(
            LOGGED + 'structlog.get_logger().exception("rasa.core.turn", text=CANARY)', id="structlog: exception"
        ),
        pytest.param(LOGGED + 'logging.getLogger("bot.x").error("failed", exc_info=error)', id="exception handed over"),
        pytest.param(
            LOGGED + "try:\n        raise KeyError(CANARY) from error\n"
            '    except KeyError:\n        logging.getLogger("bot.x").exception("turn failed")',
            id="exception with a cause",
        ),
        pytest.param(
            "import asyncio\n"
            "async def run():\n    task = asyncio.create_task(later())\n    await asyncio.sleep(0.01)\n"
            "async def later():\n    fail()\n"
            "asyncio.run(run())",
            id="task that nobody waits for",
        ),
    ],
)
def test_nothing_of_the_canary_is_printed(code: str) -> None:
    ended = run(code)
    assert ended.returncode == 0, "the program ran to its end"
    assert CANARY not in ended.stdout + ended.stderr


@pytest.mark.parametrize(
    "code",
    [
        pytest.param('logging.getLogger("rasa.core.agent").error(CANARY)', id="logging"),
        pytest.param('structlog.get_logger().error("rasa.core.turn", text=CANARY)', id="structlog"),
        pytest.param("warnings.warn(CANARY, stacklevel=1)", id="warning"),
        pytest.param(LOGGED + 'logging.getLogger("x").exception("failed")', id="exception"),
    ],
)
def test_without_the_filters_the_canary_is_printed(code: str) -> None:
    """So that the test above cannot pass because its programs print nothing at all."""
    assert "log_hygiene.configure(logging.DEBUG)\n" in BEGIN
    bare = BEGIN.replace("log_hygiene.configure(logging.DEBUG)\n", "")
    ended = subprocess.run(
        [sys.executable, "-c", bare + code], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False
    )
    assert CANARY in ended.stdout + ended.stderr


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("fail()", id="in the program"),
        pytest.param("import threading; threading.Thread(target=fail).start()", id="in a thread"),
        pytest.param("class Last:\n    def __del__(self): fail()\nLast()", id="where an object ends"),
        pytest.param(
            'logger = logging.getLogger("x"); logger.addHandler(logging.StreamHandler())'
            + LOGGED
            + 'logger.exception("failed")',
            id="in a library that brings a handler of its own",
        ),
        pytest.param('logging.getLogger("bot.x").info("turn took %d ms", CANARY)', id="in our own log line"),
    ],
)
def test_nothing_of_an_exception_that_nobody_catches_is_printed(code: str) -> None:
    ended = run(code)
    assert CANARY not in ended.stdout + ended.stderr


def test_what_rasa_logs_of_a_slot_is_not_printed() -> None:
    ended = run(
        "from rasa.shared.core.events import SlotSet\n"
        "from rasa.shared.core.trackers import DialogueStateTracker\n"
        'DialogueStateTracker("x", []).update(SlotSet(CANARY, CANARY))'
    )
    assert ended.returncode == 0
    assert CANARY not in ended.stdout + ended.stderr
    assert re.search(r"ERROR rasa\.shared\.core\.trackers: trackers:\d+$", ended.stderr, re.MULTILINE)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        pytest.param(
            'logging.getLogger("bot.conversation").info("turn took %.0f ms", 12)',
            r"INFO bot\.conversation: turn took 12 ms$",
            id="our own duration",
        ),
        pytest.param('logging.getLogger("bot").info("swept %d", 3)', r"INFO bot: swept 3$", id="our own count"),
        pytest.param(
            'logging.getLogger("actions.turn").warning("answered %d topics", 2)',
            r"WARNING actions\.turn: answered 2 topics$",
            id="the actions' count",
        ),
        pytest.param(
            'logging.getLogger("x").error(CANARY)', r"ERROR x: <string>:\d+$", id="of a library, where it came from"
        ),
        pytest.param(
            LOGGED + 'logging.getLogger("bot.x").exception("turn failed")',
            r"ERROR bot\.x: turn failed\nValueError at\n<string>:\d+ <module>\n<string>:\d+ fail$",
            id="of an exception, its type and the places it went through",
        ),
    ],
)
def test_what_tells_nothing_of_her_is_printed(code: str, line: str) -> None:
    assert re.search(line, run(code).stderr, re.MULTILINE)


def test_the_stack_is_not_printed() -> None:
    """Threat: the lines of a stack quote what stands in them."""
    ended = run('logging.getLogger("bot.x").error("failed", stack_info=True)')
    assert ended.stderr.endswith("ERROR bot.x: failed\n")


def test_the_level_is_kept() -> None:
    quiet = BEGIN.replace("logging.DEBUG", "")
    code = 'logging.getLogger("bot.x").info("low"); logging.getLogger("bot.x").warning("high")'
    ended = subprocess.run(
        [sys.executable, "-c", quiet + code], cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False
    )
    assert "low" not in ended.stderr
    assert ended.stderr.endswith("WARNING bot.x: high\n")


def test_a_second_call_adds_no_second_line() -> None:
    ended = run('log_hygiene.configure(logging.DEBUG); logging.getLogger("bot.x").info("once")')
    assert ended.stderr.count("once") == 1


def test_rasa_sends_nothing_home() -> None:
    """Threat: Rasa's telemetry reports what the assistant does to its maker."""
    ended = run("from rasa import telemetry\nprint(telemetry.is_telemetry_enabled())")
    assert ended.stdout == "False\n"
