"""How well messages are understood: held-out messages, language by language, beside the goals.

    python -m benchmarks.understanding                      the held-out messages
    python -m benchmarks.understanding --set development    the messages that thresholds were chosen on
    python -m benchmarks.understanding --curve              also a learning curve (trains anew, minutes)
    python -m benchmarks.understanding --wrong              also each development message that was read otherwise

Whoever trains or tunes looks at the development messages only: `--wrong` never shows a held-out one.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, Sequence

from bot.privacy import log_hygiene

log_hygiene.configure()  # before anything of Rasa is imported

import numpy  # noqa: E402

from bot import yaml_files  # noqa: E402
from bot.conversation import Conversation, load_conversation  # noqa: E402
from bot.languages import languages  # noqa: E402
from bot.model import model_path  # noqa: E402
from bot.paths import NLU, PROJECT  # noqa: E402
from bot.settings import read_settings  # noqa: E402
from bot.topics import by_urgency, topics  # noqa: E402
from bot.understanding.text import clean  # noqa: E402
from bot.understanding.topics import read_topics, train_language  # noqa: E402

MESSAGES = PROJECT / "tests" / "understanding"
GOALS = {"first": 0.80, "near": 0.92, "danger": 0.97, "alarms": 0.06, "language": 0.97}
SHARES = (0.125, 0.25, 0.5, 1.0)  # of the training messages, for the learning curve


@dataclass
class Counts:
    """What was right, of how many. first: the topic answered first. near: first, or among the choices offered.

    every: all topics of the message were found (or offered). danger: found, of the messages that mean danger.
    alarms: danger found, of the others. outside: out-of-scope messages known as such. asked: choices stood
    instead of an answer.
    """

    right: dict[str, int] = field(default_factory=dict)
    total: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, right: bool) -> None:
        """Count one case."""
        self.total[name] = self.total.get(name, 0) + 1
        self.right[name] = self.right.get(name, 0) + right

    def show(self, name: str) -> str:
        """Share with its 95 % interval (Wilson), and the count."""
        n, k = self.total.get(name, 0), self.right.get(name, 0)
        if not n:
            return "-"
        share, z = k / n, 1.96
        middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return f"{share:.1%} ({middle - half:.0%}-{middle + half:.0%}; {k}/{n})"


def messages(name: str, language: str) -> list[dict[str, Any]]:
    """The messages of a set in a language: text, topics (the most urgent first), messy."""
    found: list[dict[str, Any]] = yaml_files.read(MESSAGES / name / f"{language}.yml")
    return found


def judge(counts: Counts, expected: Sequence[str], found: dict[str, Any], language: str, text: str) -> None:
    """Add one message to the counts."""
    named = [item["id"] for item in found["topics"]]
    wanted = by_urgency(expected)
    first = named[0] == wanted[0]
    counts.add("first", first)
    counts.add("near", first or wanted[0] in found["offered"])
    counts.add("every", set(wanted) <= {*named, *found["offered"]})
    counts.add("language", found["language"] == language)
    counts.asked += bool(found["offered"]) and set(found["offered"]) == set(named)
    means_danger = any(topics()[topic].danger for topic in wanted)
    counts.add("danger" if means_danger else "alarms", bool(found["danger"]))
    if wanted == ["out_of_scope"]:
        counts.add("outside", named[0] == "out_of_scope")
    if not first or found["danger"] != means_danger:
        marks = ("danger " if found["danger"] else "") + ("offered " if found["offered"] else "")
        counts.wrong.append(f"{'+'.join(wanted)} -> {marks}{'+'.join(named)} [{found['language']}] | {text}")


async def evaluate(conversation: Conversation, name: str) -> dict[str, Counts]:
    """The counts of a set by language; "messy" counts the messy messages of a language apart."""
    result: dict[str, Counts] = {}
    for language in languages():
        for entry in messages(name, language):
            found = await conversation.understand(entry["text"])
            for row in (language, f"{language}, messy") if entry["messy"] else (language,):
                judge(result.setdefault(row, Counts()), entry["topics"], found, language, entry["text"])
    return result


def report(result: dict[str, Counts]) -> bool:
    """Print the table; whether every language reaches every goal."""
    names = ("first", "near", "every", "danger", "alarms", "outside", "language")
    print(
        "| messages | first topic | first or offered | every topic | danger found | false alarms "
        "| out of scope | language | asked |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    reached = True
    for row, counts in result.items():
        total = counts.total["first"]
        print(f"| {row} | {' | '.join(counts.show(name) for name in names)} | {counts.asked / total:.0%} |")
        if row in languages():
            reached &= all(_reached(counts, name, goal) for name, goal in GOALS.items())
    goals = ", ".join(
        f"{name} {'at most' if name == 'alarms' else 'at least'} {goal:.0%}" for name, goal in GOALS.items()
    )
    print(f"\nGoals: {goals}. {'All reached.' if reached else 'NOT all reached.'}")
    return reached


def _reached(counts: Counts, name: str, goal: float) -> bool:
    share = counts.right.get(name, 0) / max(counts.total.get(name, 0), 1)
    return share <= goal if name == "alarms" else share >= goal


def curve(language: str, name: str) -> None:
    """First topic right, and among the first three, with growing shares of the training messages."""
    texts, labels = _training(language)
    order = numpy.random.default_rng(1).permutation(len(texts))
    for share in SHARES:
        chosen = order[: int(share * len(texts))]
        model = train_language(language, [texts[i] for i in chosen], [labels[i] for i in chosen])
        first = near = 0
        tested = messages(name, language)
        for entry in tested:
            reading = read_topics(clean(entry["text"]), {language: model}, {language: 1.0})
            wanted = by_urgency(entry["topics"])[0]
            right = reading.topics[0][0] == wanted
            first += right
            near += right or wanted in reading.offered
        print(f"| {language} | {len(chosen)} | {first / len(tested):.1%} | {near / len(tested):.1%} |", flush=True)


def _training(language: str) -> tuple[list[str], list[list[str]]]:
    texts: list[str] = []
    labels: list[list[str]] = []
    for path in sorted((NLU / language).glob("*.yml")):
        for block in yaml_files.read(path)["nlu"]:
            for line in block["examples"].splitlines():
                if line.strip().startswith("- "):
                    texts.append(clean(line.strip()[2:]))
                    labels.append(block["intent"].split("+"))
    return texts, labels


async def _main(arguments: argparse.Namespace) -> int:
    settings = read_settings()
    conversation = await load_conversation(settings, model_path(settings.model_dir))
    result = await evaluate(conversation, arguments.set)
    reached = report(result)
    if arguments.curve:
        print("\n| language | training messages | first topic | first or offered |\n|---|---|---|---|")
        for language in languages():
            curve(language, arguments.set)
    if arguments.wrong and arguments.set == "development":
        print()
        for language in languages():
            print("\n".join(result[language].wrong))
    return 0 if reached else 1


def main() -> int:
    """Run from the command line; 1 where a goal is not reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--set", choices=("held_out", "development"), default="held_out")
    parser.add_argument("--curve", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    return asyncio.run(_main(parser.parse_args()))


if __name__ == "__main__":
    sys.exit(main())
