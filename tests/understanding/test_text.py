"""What a person can type: bounded, without control characters, and the same however it is spelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.script import UNKNOWN, script_of
from bot.understanding.text import MAX_CHARACTERS, clean, fold, has_words


@given(st.text(max_size=400))
def test_a_cleaned_text_is_one_line_without_control_characters(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= MAX_CHARACTERS
    assert cleaned == cleaned.strip()
    assert not set(cleaned) & {"\n", "\r", "\t", "\x00", "\u202e"}


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(clean(text))) == fold(clean(text))


def test_a_long_message_is_cut() -> None:
    assert len(clean("a " * 10_000)) <= MAX_CHARACTERS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("POLICÍA", "policia"),
        ("don’t", "dont"),
        ("أخاف", "اخاف"),
        ("مدرسة", "مدرسه"),
        ("noooooo", "noo"),
        ("٩٩٩", "999"),
        ("یریدون", "يريدون"),
    ],
)
def test_spellings_of_the_same_word_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("text", "has"), [("", False), ("😂😂", False), ("?!", False), ("ok", True), ("7", True)])
def test_words_are_letters_or_digits(text: str, has: bool) -> None:
    assert has_words(text) is has


@pytest.mark.parametrize(
    ("text", "script"),
    [("hola", "Latn"), ("مرحبا", "Arab"), ("привет", "Cyrl"), ("হ্যালো", "Beng"), ("你好", "Hani"), ("123 !", UNKNOWN)],
)
def test_the_script_of_a_text(text: str, script: str) -> None:
    assert script_of(text) == script


def test_the_script_of_a_mixed_text_is_that_of_most_letters() -> None:
    assert script_of("انا في Luton مع اولادي") == "Arab"
