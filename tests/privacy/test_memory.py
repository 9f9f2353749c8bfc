"""The served process runs under the settings that overwrite freed memory, and can write no core file."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from bot.paths import PROJECT
from bot.privacy.memory import WIPING

PROGRAM = """
import json, os, resource
from bot.privacy import memory
memory.protect()
print(json.dumps([{name: os.environ.get(name) for name in memory.WIPING}, resource.getrlimit(resource.RLIMIT_CORE)]))
"""
# A word is put together, so that no constant of the program holds it, and dropped again.
DROPPED = """
import os, re
from bot.audit.canaries import Flock
from bot.audit.places import in_memory
flock = Flock()
for _ in range(200):
    "".join([flock.letters, "-dropped-", str(_)]).encode()
mark = (flock.letters + "-dropped-").encode()
del flock
print(in_memory(os.getpid(), [mark]))
"""


def run(program: str, environment: dict[str, str]) -> str:
    """What a Python program prints, started in the project's folder."""
    return subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, env=environment, check=True, capture_output=True, text=True
    ).stdout


def test_the_process_starts_itself_again_under_the_settings() -> None:
    bare = {name: value for name, value in os.environ.items() if name not in WIPING}
    settings, core = json.loads(run(PROGRAM, bare))
    assert settings == WIPING
    assert core == [0, 0]


def test_less_of_what_was_dropped_is_left_under_the_settings() -> None:
    bare = {name: value for name, value in os.environ.items() if name not in WIPING}
    left, wiped = int(run(DROPPED, bare)), int(run(DROPPED, {**bare, **WIPING}))
    assert wiped <= left
    assert wiped <= 2, "the mark that was searched for, and no more"
