"""The language of a message: script, training messages, lingua; and languages asked for by name."""

from __future__ import annotations

import pytest

from bot.languages import languages
from bot.understanding.language import LanguageModel, identify, named, train


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    """A model of a few messages; the real one is measured by `make evaluate`."""
    texts = {
        "en": ["can i call the police", "my husband hits me", "where can i sleep tonight", "i have no papers"],
        "es": ["puedo llamar a la policia", "mi marido me pega", "donde puedo dormir hoy", "no tengo papeles"],
        "ar": ["هل يمكنني الاتصال بالشرطة", "زوجي يضربني", "jozi byedrobni kol yom", "ma 3andi awraq"],
    }
    rows = [(text, code) for code, some in texts.items() for text in some * 3]
    return train([text for text, _ in rows], [code for _, code in rows])


@pytest.mark.parametrize(
    ("text", "code"),
    [("my husband hits my child", "en"), ("mi marido no me deja dormir", "es"), ("زوجي اخذ اوراقي", "ar")],
)
def test_a_language_of_ours(model: LanguageModel, text: str, code: str) -> None:
    assert identify(text, model).code == code


def test_arabic_in_latin_letters_is_arabic(model: LanguageModel) -> None:
    assert identify("jozi byedrobni", model).code == "ar"


@pytest.mark.parametrize(
    ("text", "script"), [("муж меня бьёт, помогите пожалуйста", "Cyrl"), ("আমার স্বামী আমাকে মারে", "Beng")]
)
def test_a_script_that_we_do_not_have_is_never_taken_for_ours(model: LanguageModel, text: str, script: str) -> None:
    guess = identify(text, model)
    assert guess.script == script
    assert guess.code not in languages()


def test_a_foreign_language_in_latin_letters_is_known_as_foreign(model: LanguageModel) -> None:
    assert identify("kocam beni her gün dövüyor ne yapabilirim", model).code == "tr"


def test_digits_alone_tell_no_language(model: LanguageModel) -> None:
    assert identify("2", model).code is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("spanish", "es"),
        ("Español", "es"),
        ("espanol por favor", "es"),
        ("can you write in arabic please", "ar"),
        ("العربية", "ar"),
        ("عربي", "ar"),
        ("es", "es"),
        ("AR", "ar"),
        ("English", "en"),
    ],
)
def test_a_language_can_be_asked_for_by_name_own_name_or_code(text: str, code: str) -> None:
    assert named(text) == code


@pytest.mark.parametrize(
    "text", ["es mi marido", "my spanish husband took all of my papers away", "hello", "", "english or arabic"]
)
def test_a_language_that_is_only_mentioned_is_not_asked_for(text: str) -> None:
    assert named(text) is None
