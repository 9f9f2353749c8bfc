"""The command as it is typed: real processes, exit codes, output that never repeats what was asked."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from bot.paths import PROJECT

COMMAND = PROJECT / ".venv" / "bin" / "safe-to-ask"
QUESTION = "my husband says he will have me deported if i call the police, i live in luton"


def run(*arguments: str, given: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """One call of the command."""
    return subprocess.run(
        [str(COMMAND), *arguments], input=given, capture_output=True, env={**os.environ, **env}, cwd=PROJECT
    )


def test_ask_prints_the_answer_with_sources() -> None:
    done = run("ask", QUESTION)
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "Bedfordshire Police" in text
    assert "Sources:" in text
    assert done.stderr == b""


def test_ask_json_gives_the_whole_answer() -> None:
    answer = json.loads(run("ask", QUESTION, "--json").stdout)
    assert {"danger", "body", "more", "services", "options", "sources", "notices"} <= answer.keys()
    assert {"title", "publisher", "url", "date", "checked_on"} <= answer["sources"][0].keys()
    assert {"id", "name", "by_and_for", "statutory", "why", "contacts"} <= answer["services"][0].keys()


def test_ask_in_another_language_by_text_message() -> None:
    done = run("ask", "2", "--language", "es", "--channel", "sms")
    assert done.returncode == 0
    assert "999" in done.stdout.decode()


def test_understand_reads_lines_and_survives_random_bytes() -> None:
    rubbish = bytes(range(256)) * 40
    done = run("understand", given="he has a knife\n\n😂\nvivo en luton\n".encode() + rubbish + b"\n" + b"a" * 10_000)
    rows = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert rows[0]["danger"] is True
    assert rows[0]["topics"][0]["id"] == "emergency"
    assert rows[1]["topics"][0]["id"] == rows[2]["topics"][0]["id"] == "out_of_scope"
    assert rows[3]["place"]["force"] == "bedfordshire"
    assert all(
        row.keys() == {"language", "script", "danger", "topics", "place", "candidates", "offered"} for row in rows
    )
    assert b"knife" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", "hello", "--language", "xx"), "--language is 'xx'"),
        (("ask", "hello", "--channel", "fax"), "--channel is 'fax'"),
        (("nonsense",), "No such command"),
        (("ask",), "Missing argument"),
        (("locales", "stamp", "en"), "'en' is no translated language"),
    ],
)
def test_wrong_use_is_said_in_one_line_with_exit_code_2(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_wrong_setting_is_refused_by_name() -> None:
    done = run("knowledge", "load", SAFE_TO_ASK_DATABASE_URL="mysql://x")
    assert done.returncode == 2
    assert b"SAFE_TO_ASK_DATABASE_URL" in done.stderr


def test_knowledge_load_builds_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/index.db"
    assert b"was rebuilt" in run("knowledge", "load", SAFE_TO_ASK_DATABASE_URL=url).stderr
    assert b"is up to date" in run("knowledge", "load", SAFE_TO_ASK_DATABASE_URL=url).stderr


def test_knowledge_force_and_services_look_up() -> None:
    assert "Bedfordshire Police (England)" in run("knowledge", "force", "luton").stdout.decode()
    assert run("knowledge", "force", "atlantis").returncode == 1
    assert run("knowledge", "services", "--near", "luton", "--need", "helpline").stdout


def test_the_checks_pass_on_what_is_shipped() -> None:
    assert run("knowledge", "check").returncode == 0
    assert run("locales", "check").returncode == 0
