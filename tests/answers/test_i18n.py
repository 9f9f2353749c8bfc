"""The one door to the sentences. Threats: a placeholder is shown to her; a sentence that is missing in her language
comes in another; an operator cannot see which sentence is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import i18n as library
import pytest
from i18n import translations

from bot.answers import i18n
from bot.errors import LocaleError

ENGLISH = """
en:
  hello: "Hello %{name}, %{count} of %{name}"
  english_only: "Nobody translated this."
  percent: "Half (%%) of %{name}"
"""
SPANISH = """
es:
  hello: "Hola %{name}"
"""


@pytest.fixture(autouse=True)
def _two_files(tmp_path: Path) -> Iterator[None]:
    """A namespace "made" of our own beside the real one."""
    (tmp_path / "made.en.yml").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "made.es.yml").write_text(SPANISH, encoding="utf-8")
    library.load_path.append(str(tmp_path))
    yield
    library.load_path.remove(str(tmp_path))
    for sentences in translations.container.values():
        for key in [key for key in sentences if key.startswith("made.")]:
            del sentences[key]


def test_a_sentence_is_filled() -> None:
    assert i18n.say("made.hello", "en", {"name": "Ana", "count": "two"}) == "Hello Ana, two of Ana"
    assert i18n.say("made.hello", "es", {"name": "Ana"}) == "Hola Ana"


def test_a_sentence_that_a_language_lacks_is_not_taken_from_english() -> None:
    assert i18n.has("made.english_only", "en")
    assert not i18n.has("made.english_only", "es")
    with pytest.raises(LocaleError, match=r"'made\.english_only' is missing in 'es'"):
        i18n.say("made.english_only", "es")


@pytest.mark.parametrize("key", ["made.nonsense", "nonsense.hello", "made", "made.hello.name", ""])
def test_a_key_that_does_not_exist_is_named_in_the_error(key: str) -> None:
    assert not i18n.has(key, "en")
    with pytest.raises(LocaleError, match=f"'{key}' is missing in 'en'"):
        i18n.raw(key, "en")


def test_a_placeholder_that_nothing_fills_is_named_in_the_error_and_never_shown() -> None:
    with pytest.raises(LocaleError, match=r"'made\.hello' in 'en' wants \['count'\]"):
        i18n.say("made.hello", "en", {"name": "Ana"})


def test_a_value_too_many_does_no_harm() -> None:
    assert i18n.say("made.hello", "es", {"name": "Ana", "other": "x"}) == "Hola Ana"


def test_what_fills_a_placeholder_is_not_filled_again() -> None:
    assert i18n.say("made.hello", "es", {"name": "%{name} 100%"}) == "Hola %{name} 100%"


def test_placeholders_are_listed_once_in_the_order_of_first_use() -> None:
    assert i18n.placeholders("made.hello", "en") == ("name", "count")


def test_the_language_of_one_call_is_not_that_of_the_next() -> None:
    """The library keeps a language for the whole process; two people may write at once."""
    i18n.say("made.hello", "es", {"name": "Ana"})
    assert i18n.say("made.hello", "en", {"name": "Ana", "count": "two"}).startswith("Hello")
    assert library.get("locale") == "en"


def test_preload_reads_every_file_of_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(i18n, "has", lambda key, language: asked.append((key.split(".")[0], language)))
    i18n.preload()
    names = [path.name.split(".")[:2] for path in i18n.LOCALES.glob("*.*.yml")]
    assert sorted(asked) == sorted((namespace, language) for namespace, language in names)


def test_a_number_is_held_together_where_its_groups_would_be_shown_in_reverse() -> None:
    """Threat: 0808 200 0247 is read as 0247 200 0808."""
    assert i18n.in_reading_order("اتصلي 0808 200 0247 الآن", "ar") == "اتصلي 0808\u00a0200\u00a00247 الآن"
    assert i18n.in_reading_order("call 0808 200 0247 now", "en") == "call 0808 200 0247 now"
