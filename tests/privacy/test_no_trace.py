"""After a conversation nothing of it is in the log, at any level, nor in the tracker store beyond the record."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from bot.paths import PROJECT
from tests.talk import Talk

CANARY = "Zanzibarina Quirogasson of 17 Quagmire Lane"


def test_no_message_reaches_the_log_even_at_debug(tmp_path: object) -> None:
    code = (
        "import logging; from bot.privacy import log_hygiene; log_hygiene.configure(logging.DEBUG);"
        "logging.getLogger().setLevel(logging.DEBUG);"
        "from tests.talk import Talk; talk = Talk(); person = talk.person();"
        f"person.says('my name is {CANARY}, my husband hits me'); person.says('{CANARY}');"
        "person.says('stop'); talk.understand('" + CANARY + "')"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={**os.environ, "LOG_LEVEL": "DEBUG"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "turn took" in run.stderr, "what an operator needs is there"
    for word in (*CANARY.split(), "husband hits me", "hits"):
        if len(word) > 3:
            assert word not in run.stdout + run.stderr


def test_the_record_holds_no_word_of_a_message(talk: Talk) -> None:
    person = talk.person()
    person.says(f"my name is {CANARY}, i live in luton, my husband hits me")
    record = talk.conversation._store.records.get(person.pseudonym)
    assert record is not None
    assert record["force_id"] == "bedfordshire"
    assert not any(word in json.dumps(record) for word in ("Zanzibarina", "Quagmire", "Luton", "hits"))


def test_after_stop_and_hide_there_is_no_record(talk: Talk) -> None:
    for word in ("stop", "hide"):
        person = talk.person()
        person.says("my husband hits me")
        person.says(word)
        assert talk.conversation._store.records.get(person.pseudonym) is None
