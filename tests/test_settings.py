"""The settings. Threat: a slip of the operator goes unnoticed, and conversations are kept too long or not answered."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.paths import CACHE, MODELS, PROJECT
from bot.settings import Settings, Twilio, read_settings

EXAMPLE = PROJECT / ".env.example"
NAME = re.compile(r"\b(?:SAFE_TO_ASK|TWILIO)_[A-Z_]*[A-Z]\b")
TURN, RETENTION = "SAFE_TO_ASK_TURN_SECONDS", "SAFE_TO_ASK_RETENTION_MINUTES"
DATABASE = "SAFE_TO_ASK_DATABASE_URL"
ACCOUNT = "AC" + "0" * 32
TWILIO = {
    "TWILIO_ACCOUNT_SID": ACCOUNT,
    "TWILIO_AUTH_TOKEN": "secret",
    "SAFE_TO_ASK_PUBLIC_URL": "https://ask.example/",
}


def example() -> dict[str, str]:
    """The variables of `.env.example`, as a shell would set them."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name: value for name, _, value in pairs}


def test_defaults() -> None:
    assert read_settings({}) == Settings(
        database_url=f"sqlite:///{CACHE / 'knowledge.db'}",
        model_dir=MODELS,
        turn_seconds=8.0,
        retention_minutes=30,
        organisation=None,
        hide_word=None,
        sender_limit=30,
        total_limit=600,
        twilio=None,
    )


def test_what_is_set_counts() -> None:
    chosen = {
        DATABASE: "postgresql://her@host/name",
        "SAFE_TO_ASK_MODEL_DIR": "/srv/models",
        TURN: "2.5",
        RETENTION: "10",
        "SAFE_TO_ASK_ORGANISATION": "A Women's Centre",
        "SAFE_TO_ASK_HIDE_WORD": "recipe",
        "SAFE_TO_ASK_SENDER_LIMIT": "5",
        "SAFE_TO_ASK_TOTAL_LIMIT": "50",
        **TWILIO,
        "SAFE_TO_ASK_SMS_OPT_OUT": "own",
        "SAFE_TO_ASK_SMS_REDACTION": "on",
        "SAFE_TO_ASK_DELETION_QUEUE": "/var/lib/safe-to-ask/waiting.json",
    }
    assert read_settings(chosen) == Settings(
        database_url="postgresql://her@host/name",
        model_dir=Path("/srv/models"),
        turn_seconds=2.5,
        retention_minutes=10,
        organisation="A Women's Centre",
        hide_word="recipe",
        sender_limit=5,
        total_limit=50,
        twilio=Twilio(
            account_sid=ACCOUNT,
            auth_token="secret",
            public_url="https://ask.example",
            opt_out="own",
            redaction=True,
            deletion_queue=Path("/var/lib/safe-to-ask/waiting.json"),
            api="https://api.twilio.com",
        ),
    )


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert read_settings(dict.fromkeys(example(), "")) == read_settings({})


def test_the_process_is_asked_where_nothing_else_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RETENTION, "7")
    assert read_settings().retention_minutes == 7


def test_they_do_not_change_once_read() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        read_settings({}).retention_minutes = 60  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "accepted"),
    [(TURN, "0.1"), (TURN, "14"), (RETENTION, "0.1"), (RETENTION, "60")],
)
def test_the_last_value_that_is_accepted(name: str, accepted: str) -> None:
    settings = read_settings({name: accepted})
    assert float(accepted) == {TURN: settings.turn_seconds, RETENTION: settings.retention_minutes}[name]


@pytest.mark.parametrize(
    ("name", "refused", "span"),
    [
        pytest.param(TURN, "0.09", "0.1 to 14", id="turn too short"),
        pytest.param(TURN, "14.1", "0.1 to 14", id="turn longer than the provider waits"),
        pytest.param(TURN, "-1", "0.1 to 14", id="turn below nothing"),
        pytest.param(TURN, "8s", "0.1 to 14", id="turn with a unit"),
        pytest.param(TURN, "nan", "0.1 to 14", id="turn that is no number to Python either"),
        pytest.param(RETENTION, "0", "0.1 to 60", id="nothing kept at all"),
        pytest.param(RETENTION, "0.05", "0.1 to 60", id="less than a few seconds"),
        pytest.param(RETENTION, "61", "0.1 to 60", id="kept too long"),
        pytest.param(RETENTION, "inf", "0.1 to 60", id="kept for ever"),
        pytest.param(RETENTION, "half an hour", "0.1 to 60", id="in words"),
    ],
)
def test_a_number_out_of_bounds_is_refused_by_name(name: str, refused: str, span: str) -> None:
    with pytest.raises(
        ConfigurationError, match=f"^{name} must be a number from {span}\\. Correct it or leave it unset"
    ):
        read_settings({name: refused})


@pytest.mark.parametrize(
    "refused",
    [
        pytest.param("mysql://her:hunter2@host/name", id="another database"),
        pytest.param("postgres://her:hunter2@host/name", id="the short name that SQLAlchemy does not know"),
        pytest.param("knowledge.db", id="a path"),
        pytest.param("//her:hunter2@host/name", id="no scheme"),
    ],
)
def test_another_database_is_refused_by_name(refused: str) -> None:
    with pytest.raises(
        ConfigurationError, match=f"^{DATABASE} begins with .*Use sqlite:///path or postgresql://"
    ) as caught:
        read_settings({DATABASE: refused})
    assert "hunter2" not in str(caught.value)


def test_a_database_url_that_cannot_be_split_is_refused_by_name() -> None:
    with pytest.raises(ConfigurationError, match=f"^{DATABASE} "):
        read_settings({DATABASE: "postgresql://[::1/name"})


def test_a_fraction_of_a_limit_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"^SAFE_TO_ASK_SENDER_LIMIT "):
        read_settings({"SAFE_TO_ASK_SENDER_LIMIT": "1.5"})


def test_the_example_names_what_the_program_reads_and_nothing_else() -> None:
    read = set(NAME.findall((PROJECT / "bot" / "settings.py").read_text(encoding="utf-8")))
    assert set(example()) == read


def test_no_other_module_of_the_program_reads_a_variable() -> None:
    """Threat: a setting that no example names and no check refuses."""
    reading = re.compile(r"environ\b|getenv\b")
    found = {
        path.relative_to(PROJECT).as_posix()
        for folder in ("bot", "actions")
        for path in (PROJECT / folder).rglob("*.py")
        if reading.search(path.read_text(encoding="utf-8"))
    }
    setting = {"bot/privacy/log_hygiene.py", "bot/privacy/memory.py", "bot/audit/run.py", "bot/audit/server_process.py"}
    assert found - setting == {"bot/settings.py"}, "the others set variables, for libraries or other processes"


def test_the_example_holds_the_defaults() -> None:
    assert read_settings(example()) == read_settings({})


def test_each_variable_of_the_example_has_a_comment() -> None:
    paragraphs = EXAMPLE.read_text(encoding="utf-8").strip().split("\n\n")[1:]
    assert len(paragraphs) == len(example())
    for paragraph in paragraphs:
        *comment, variable = paragraph.splitlines()
        assert comment
        assert all(line.startswith("# ") for line in comment)
        assert NAME.match(variable)


@pytest.mark.parametrize("missing", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "SAFE_TO_ASK_PUBLIC_URL"])
def test_a_text_channel_that_is_half_set_up_is_refused(missing: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^Text messages need {missing} too") as caught:
        read_settings({name: value for name, value in TWILIO.items() if name != missing})
    assert "secret" not in str(caught.value)


def test_a_public_address_alone_starts_no_text_channel() -> None:
    assert read_settings({"SAFE_TO_ASK_PUBLIC_URL": "https://ask.example"}).twilio is None


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("TWILIO_ACCOUNT_SID", "AC12"),
        ("TWILIO_ACCOUNT_SID", "SM" + "0" * 32),
        ("SAFE_TO_ASK_PUBLIC_URL", "ask.example"),
        ("SAFE_TO_ASK_PUBLIC_URL", "https://ask.example/path"),
        ("SAFE_TO_ASK_SMS_OPT_OUT", "nobody"),
        ("SAFE_TO_ASK_SMS_REDACTION", "maybe"),
        ("SAFE_TO_ASK_HIDE_WORD", "two words"),
    ],
)
def test_a_slip_in_the_text_channel_is_refused_by_name(name: str, refused: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^{name} "):
        read_settings({**TWILIO, name: refused})


def test_redaction_and_the_providers_own_stop_exclude_each_other() -> None:
    """Twilio's warnings 23001, 23002 and 23004."""
    with pytest.raises(ConfigurationError, match="SAFE_TO_ASK_SMS_OPT_OUT=own"):
        read_settings({**TWILIO, "SAFE_TO_ASK_SMS_REDACTION": "on"})
