"""What is published with the code. Threats: a developer's machine or registry shows; something unpinned is installed; a
model or database with traces goes out; a topic cannot be reached; the measurement is spoilt by its own answers."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Iterator

import pytest
import tomli

from bot import yaml_files
from bot.languages import languages
from bot.paths import NLU, PROJECT
from bot.topics import topics
from bot.understanding.text import clean, fold, has_words

LANGUAGES = tuple(languages())
MOST_TOPICS = 3  # in one message; nearly all with more than one have two
LEAST = 40  # training messages that each topic has in each language, those with two topics among them
MEASURES = ("held_out", "development")
# Topics that everybody says in the same one or two words (hello, thanks, yes): there an equal message spoils nothing.
SAME_WORDS = {"greet", "thanks", "goodbye", "affirm", "deny", "help_menu", "more", "repeat", "stop", "change_language"}

REGISTRY = re.compile(
    r"pypi\.org/simple|files\.pythonhosted|registry\.(?:npmjs|yarnpkg)"
    r"|--(?:find-links|trusted-host|(?:extra-)?index-url)|(?:PIP|UV)_INDEX|(?:artifactory|nexus|devpi)[.:/]",
    re.IGNORECASE,
)
MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|Users|root|work|mnt|media)/[\w.-]|\b[A-Za-z]:\\+Users\b|file:///\w")
NEVER_PUBLISHED = re.compile(
    r"(?:^|/)\.env(?!\.example$)|\.(?:db|db-journal|sqlite3?|tar\.gz|joblib|pkl|pickle|onnx|pt|bin|log|pyc)$"
    r"|^(?:models|\.cache|\.rasa|\.venv|results|local)/",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def published() -> tuple[Path, ...]:
    """The files that git has or would take; without git the tree without what .gitignore names."""
    asked = ("git", "-C", str(PROJECT), "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    try:
        listed = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("\0")
    except (FileNotFoundError, subprocess.CalledProcessError):
        ignored = {line.strip("/") for line in (PROJECT / ".gitignore").read_text(encoding="utf-8").splitlines()}
        listed = [
            path.relative_to(PROJECT).as_posix()
            for path in PROJECT.rglob("*")
            if not {*path.relative_to(PROJECT).parts} & {*ignored, ".git"}
            and not any(path.match(pattern) for pattern in ignored if "*" in pattern)
        ]
    return tuple(sorted(PROJECT / name for name in set(listed) if name and (PROJECT / name).is_file()))


def found(pattern: re.Pattern[str]) -> list[str]:
    """The lines of published text files that a pattern is found in, as file:line."""
    places = []
    for path in published():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        name = path.relative_to(PROJECT).as_posix()
        places += [f"{name}:{number}" for number, line in enumerate(lines, start=1) if pattern.search(line)]
    return places


def test_the_files_are_found() -> None:
    names = {path.relative_to(PROJECT).as_posix() for path in published()}
    assert {"pyproject.toml", "requirements.lock", "bot/settings.py", "data/topics.yml", ".env.example"} <= names
    assert not any(name.startswith((".venv/", ".git/")) for name in names)


def test_no_address_of_a_package_registry() -> None:
    assert found(REGISTRY) == []


def test_no_path_of_a_developers_machine() -> None:
    assert found(MACHINE) == []


@pytest.mark.parametrize(
    ("line", "pattern"),
    [
        ("--index" + "-url https://x.org/simple", REGISTRY),
        ("https://pypi" + ".org/simple/rasa", REGISTRY),
        ("https://x.org/artifactory" + "/api/pypi", REGISTRY),
        ("open('/ho" + "me/her/project')", MACHINE),
        ("/Us" + "ers/her/project", MACHINE),
        ("C:" + r"\Users\her", MACHINE),
    ],
)
def test_what_is_looked_for_would_be_found(line: str, pattern: re.Pattern[str]) -> None:
    assert pattern.search(line)


@pytest.mark.parametrize("line", ["https://x.org/home/page", "bot/work/x", "sqlite:////tmp/x", "see PyPI"])
def test_what_is_harmless_would_not(line: str) -> None:
    assert not MACHINE.search(line)
    assert not REGISTRY.search(line)


def test_no_database_no_model_no_secrets() -> None:
    names = [path.relative_to(PROJECT).as_posix() for path in published()]
    assert [name for name in names if NEVER_PUBLISHED.search(name)] == []


@pytest.mark.parametrize(
    "name", ["x.db", "a/rasa.db", ".env", "deploy/.env.live", "models/x.tar.gz", ".cache/a", "a/b.log"]
)
def test_those_would_be_found(name: str) -> None:
    assert NEVER_PUBLISHED.search(name)


@pytest.mark.parametrize("name", [".env.example", "deploy/.env.example", "bot/model.py", "tests/environment.py"])
def test_these_would_not(name: str) -> None:
    assert not NEVER_PUBLISHED.search(name)


# The lock


def pins() -> list[str]:
    """The requirements of the lock, each as one line."""
    text = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n\s*", " ", text)
    return [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def test_every_line_of_the_lock_is_one_version_with_its_hashes() -> None:
    pinned = re.compile(
        r"[a-z0-9][a-z0-9._-]*(?:\[[a-z0-9,._-]+\])?==[^\s;]+(?: ;[^#]+?)?(?: +--hash=sha256:[0-9a-f]{64})+"
    )
    assert len(pins()) > 100
    assert [line.split(" --hash")[0] for line in pins() if not pinned.fullmatch(line)] == []


def test_nothing_is_pinned_twice() -> None:
    names = Counter(re.split(r"[=\[]", line)[0] for line in pins())
    assert [name for name, times in names.items() if times > 1] == []


def test_everything_that_is_declared_is_pinned() -> None:
    project = tomli.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    wanted = {re.split(r"[^A-Za-z0-9._-]", one)[0].lower().replace("_", "-") for one in declared}
    assert {"rasa", "pytest", "sqlalchemy", "python-i18n"} <= wanted
    assert wanted - {re.split(r"[=\[]", line)[0].lower() for line in pins()} == set()


# Topics, domain, rules


def intents_of_the_domain() -> list[str]:
    """The intents of all files of the domain."""
    return list(
        chain.from_iterable(yaml_files.read(path).get("intents", ()) for path in (PROJECT / "domain").glob("*.yml"))
    )


def intents_of_the_rules() -> list[str]:
    """The intents by which a rule begins, alternatives one by one."""
    steps = chain.from_iterable(rule["steps"] for rule in yaml_files.read(PROJECT / "data" / "rules.yml")["rules"])
    alternatives = chain.from_iterable(step.get("or", [step]) for step in steps)
    return [step["intent"] for step in alternatives if "intent" in step]


def test_every_topic_is_an_intent_and_every_intent_a_topic() -> None:
    assert sorted(intents_of_the_domain()) == sorted(topics())


def test_every_topic_is_covered_by_one_rule() -> None:
    """Threat: Rasa has no action for what was understood, and she gets no answer."""
    assert sorted(intents_of_the_rules()) == sorted(topics())


# Training messages


@lru_cache(maxsize=1)
def blocks() -> tuple[tuple[str, dict[str, Any]], ...]:
    """The blocks of all training files, each with its file."""
    return tuple(
        (path.relative_to(PROJECT).as_posix(), block)
        for path in sorted(NLU.rglob("*.yml"))
        for block in yaml_files.read(path)["nlu"]
    )


def messages(language: str) -> Iterator[tuple[str, str, str]]:
    """The training messages of a language: where each stands, its intent, its text."""
    for name, block in blocks():
        if block["metadata"]["language"] != language:
            continue
        for number, line in enumerate(block["examples"].splitlines(), start=1):
            yield f"{name}, {block['intent']}, message {number}", block["intent"], line.removeprefix("- ")


def test_every_language_has_training_messages_of_its_own_folder() -> None:
    assert {path.name for path in NLU.iterdir()} == set(LANGUAGES)
    assert [name for name, block in blocks() if name.split("/")[2] != block["metadata"]["language"]] == []


def test_every_block_is_of_a_topic_or_of_some_joined() -> None:
    for name, block in blocks():
        joined = block["intent"].split("+")
        assert set(joined) <= topics().keys(), (name, block["intent"])
        assert len(joined) == len(set(joined)) <= MOST_TOPICS, (name, block["intent"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_one_message_of_plain_words(language: str) -> None:
    """Threat: a slip of the pen that Rasa drops without a word, or takes for its own syntax."""
    wrong = [
        place
        for place, _, text in messages(language)
        if not has_words(text) or text.startswith(("/", "-", " ")) or re.search(r"[\[\]{}\t]", text)
    ]
    assert wrong == []
    lines = [line for _, block in blocks() for line in block["examples"].splitlines()]
    assert [line for line in lines if not line.startswith("- ")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_enough_messages(language: str) -> None:
    counted = Counter(topic for _, intent, _ in messages(language) for topic in intent.split("+"))
    assert {topic: counted[topic] for topic in topics() if counted[topic] < LEAST} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_stands_there_twice(language: str) -> None:
    """Threat: the same words under two topics teach the model nothing, or the wrong thing."""
    first: dict[str, str] = {}
    twice = []
    for place, _, text in messages(language):
        folded = fold(clean(text))
        if folded in first:
            twice.append((first[folded], place))
        first.setdefault(folded, place)
    assert twice == []


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_training_message_is_one_that_the_measurement_uses(language: str, measure: str) -> None:
    """Threat: the model is praised for what it has been told. Only the place is printed, never the message."""
    path = PROJECT / "tests" / "understanding" / measure / f"{language}.yml"
    measured = {fold(clean(entry["text"])) for entry in yaml_files.read(path)}
    assert len(measured) > 100
    assert [
        place
        for place, intent, text in messages(language)
        if fold(clean(text)) in measured and not (intent in SAME_WORDS and len(text.split()) <= 2)
    ] == []
