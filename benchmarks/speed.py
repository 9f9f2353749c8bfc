"""Start-up, memory, time per message over HTTP and training time, beside Rasa's default pipeline, in one run.

    python -m benchmarks.speed [--per-topic 10] [--messages 300]

Rasa's default pipeline (DIET, TED) takes minutes for a thousand messages, so both are trained on the same sample of the
English messages: `--per-topic` of each topic. What is served of ours is the whole model, of every language.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Sequence

import yaml

from bot import yaml_files
from bot.audit.ports import free_port
from bot.audit.server_process import COMMAND
from bot.paths import NLU, PROJECT
from bot.topics import topics

RASA = PROJECT / ".venv" / "bin" / "rasa"
WARM_UP = 20  # messages before the clock counts
PATIENCE = 3600.0  # seconds
# What `rasa init` of 3.6 writes as the default, spelt out.
DEFAULT_CONFIG = """
recipe: default.v1
language: en
assistant_id: default
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - {name: CountVectorsFeaturizer, analyzer: char_wb, min_ngram: 1, max_ngram: 4}
  - {name: DIETClassifier, epochs: 100, constrain_similarities: true}
  - name: EntitySynonymMapper
  - {name: ResponseSelector, epochs: 100, constrain_similarities: true}
  - {name: FallbackClassifier, threshold: 0.3, ambiguity_threshold: 0.1}
policies:
  - name: MemoizationPolicy
  - name: RulePolicy
  - {name: UnexpecTEDIntentPolicy, max_history: 5, epochs: 100}
  - {name: TEDPolicy, max_history: 5, epochs: 100, constrain_similarities: true}
"""


@dataclass
class Measured:
    """Seconds, megabytes, and milliseconds for each message."""

    training: float = 0.0
    start: float = 0.0
    memory: float = 0.0
    turns: Sequence[float] = ()

    @property
    def median(self) -> float:
        """Half of the messages took at most so many milliseconds."""
        return statistics.median(self.turns)

    @property
    def p95(self) -> float:
        """Nineteen of twenty messages took at most so many milliseconds."""
        return sorted(self.turns)[int(0.95 * len(self.turns))]


def sample(per_topic: int) -> dict[str, list[str]]:
    """The first English messages of each topic."""
    found: dict[str, list[str]] = {}
    for path in sorted((NLU / "en").glob("*.yml")):
        for block in yaml_files.read(path)["nlu"]:
            lines = [line.strip()[2:] for line in block["examples"].splitlines() if line.strip()]
            if block["intent"] in topics():
                found.setdefault(block["intent"], []).extend(lines)
    return {intent: lines[:per_topic] for intent, lines in found.items()}


def write_project(folder: Path, messages: dict[str, list[str]], config: str) -> None:
    """A Rasa project that answers every topic with one fixed reply, so that only the machinery is measured."""
    nlu = [
        {"intent": intent, "metadata": {"language": "en"}, "examples": "".join(f"- {line}\n" for line in lines)}
        for intent, lines in messages.items()
    ]
    steps = [{"rule": intent, "steps": [{"intent": intent}, {"action": "utter_answer"}]} for intent in messages]
    domain = {
        "version": "3.1",
        "intents": list(messages),
        "responses": {"utter_answer": [{"text": "answer"}]},
        "session_config": {"session_expiration_time": 30, "carry_over_slots_to_new_session": False},
    }
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "nlu.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": nlu}, allow_unicode=True))
    (folder / "data" / "rules.yml").write_text(yaml.safe_dump({"version": "3.1", "rules": steps}))
    (folder / "domain.yml").write_text(yaml.safe_dump(domain))
    (folder / "config.yml").write_text(config)
    (folder / "credentials.yml").write_text("rest:\n")
    (folder / "endpoints.yml").write_text("")


def train(folder: Path) -> float:
    """Seconds that `rasa train` takes."""
    started = time.perf_counter()
    subprocess.run([str(RASA), "train", "--quiet"], cwd=folder, env=_environment(), check=True, capture_output=True)
    return time.perf_counter() - started


@contextlib.contextmanager
def server(command: Sequence[str], folder: Path, ready: str, measured: Measured) -> Iterator[None]:
    """A server process; its start-up and its memory once it is warm are written into `measured`."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while time.perf_counter() - started < PATIENCE:
            with contextlib.suppress(OSError), urllib.request.urlopen(ready) as response:
                if response.status == 200:
                    break
            time.sleep(0.1)
        measured.start = time.perf_counter() - started
        yield
        status = Path(f"/proc/{process.pid}/status").read_text()
        measured.memory = int(status.split("VmRSS:")[1].split()[0]) / 1024
    finally:
        process.terminate()
        process.wait()


def turns(url: str, texts: Sequence[str], body: str) -> list[float]:
    """Milliseconds for each message, sent one after the other by senders of their own."""
    times = []
    for number, text in enumerate(texts):
        content = {"text": text} if body == "web" else {"sender": f"s{number}", "message": text}
        request = urllib.request.Request(url, json.dumps(content).encode(), {"Content-Type": "application/json"})
        started = time.perf_counter()
        with urllib.request.urlopen(request) as response:
            response.read()
        times.append(1000 * (time.perf_counter() - started))
    return times[WARM_UP:]


def main() -> int:
    """Measure both and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--per-topic", type=int, default=10)
    parser.add_argument("--messages", type=int, default=300)
    arguments = parser.parse_args()
    messages = sample(arguments.per_topic)
    spoken = [text for lines in sample(10_000).values() for text in lines][:: max(1, 8000 // arguments.messages)]
    texts = spoken[: arguments.messages + WARM_UP]
    ours, default = Measured(), Measured()
    with tempfile.TemporaryDirectory() as name:
        folders = {"ours": Path(name) / "ours", "default": Path(name) / "default"}
        write_project(folders["ours"], messages, _one_language((PROJECT / "config.yml").read_text()))
        write_project(folders["default"], messages, DEFAULT_CONFIG)
        ours.training = train(folders["ours"])
        default.training = train(folders["default"])
        port = free_port()
        with server([str(COMMAND), "serve", "--port", str(port)], PROJECT, f"http://127.0.0.1:{port}/ready", ours):
            ours.turns = turns(f"http://127.0.0.1:{port}/webhooks/web", texts, "web")
        port = free_port()
        run = [str(RASA), "run", "-p", str(port), "-i", "127.0.0.1"]
        with server(run, folders["default"], f"http://127.0.0.1:{port}/", default):
            default.turns = turns(f"http://127.0.0.1:{port}/webhooks/rest/webhook", texts, "rest")
    report(ours, default, sum(len(lines) for lines in messages.values()), len(ours.turns))
    return 0


def report(ours: Measured, default: Measured, trained: int, asked: int) -> None:
    """The table, with the ratio that another machine should find too."""
    print(f"Trained on {trained} English messages; {asked} messages asked; {os.cpu_count()} cores.\n")
    print("| | Safe to Ask | Rasa's default pipeline | ratio |\n|---|---|---|---|")
    rows = (
        ("training, same messages", "s", ours.training, default.training),
        ("start-up until ready", "s", ours.start, default.start),
        ("resident memory after the messages", "MB", ours.memory, default.memory),
        ("one message over HTTP, median", "ms", ours.median, default.median),
        ("one message over HTTP, 95th percentile", "ms", ours.p95, default.p95),
    )
    for label, unit, one, other in rows:
        print(f"| {label} | {one:.1f} {unit} | {other:.1f} {unit} | {other / one:.1f} |")


def _one_language(config: str) -> str:
    """Our pipeline without the component that tells languages apart, which one language alone cannot train."""
    return "".join(line for line in config.splitlines(keepends=True) if "LanguageIdentifier" not in line)


def _environment() -> dict[str, str]:
    return {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}


if __name__ == "__main__":
    sys.exit(main())
