"""The check of the sentences against English. Threats: a sentence is missing, says an older thing, or holds a figure
that nobody keeps up to date, and the check is silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers.locale_check import check_locales, fingerprint, sentences, stamp
from bot.errors import LocaleError
from bot.languages import SOURCE, languages

TRANSLATED = [code for code in languages() if code != SOURCE]
CODE = TRANSLATED[0]
GOOD = 'first: "One %{name}"\n  deep: {second: "Two"}'


def write(folder: Path, code: str, body: str, namespace: str = "talk") -> None:
    """A locale file with these lines below the language."""
    (folder / f"{namespace}.{code}.yml").write_text(f"{code}:\n  {body}\n", encoding="utf-8")


def said(folder: Path) -> list[str]:
    """The faults, as an operator reads them."""
    return [str(fault) for fault in check_locales(folder)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Locales of two sentences in every language, all of them up to date."""
    for code in languages():
        write(tmp_path, code, GOOD)
    for code in TRANSLATED:
        stamp(code, tmp_path)
    return tmp_path


def test_complete_languages_have_no_fault(folder: Path) -> None:
    assert said(folder) == []


def test_sentences_are_found_under_their_full_keys(folder: Path) -> None:
    write(folder, SOURCE, 'third: "Three"', namespace="more")
    assert sentences(SOURCE, folder) == {"talk.first": "One %{name}", "talk.deep.second": "Two", "more.third": "Three"}


def test_a_missing_translation_is_named_with_file_and_key(folder: Path) -> None:
    write(folder, CODE, 'first: "One %{name}"')
    assert said(folder) == [
        f"locales/talk.{CODE}.yml: talk.deep.second: is missing. Translate the English sentence of that key."
    ]


def test_a_missing_file_names_each_of_its_sentences(folder: Path) -> None:
    (folder / f"talk.{CODE}.yml").unlink()
    faults = check_locales(folder)
    assert {(fault.file, fault.entry) for fault in faults} == {
        (f"locales/talk.{CODE}.yml", "talk.first"),
        (f"locales/talk.{CODE}.yml", "talk.deep.second"),
    }


def test_a_misspelt_key_is_named_as_missing_and_as_without_english(folder: Path) -> None:
    write(folder, CODE, 'frist: "One %{name}"\n  deep: {second: "Two"}')
    assert sorted((fault.entry, fault.problem) for fault in check_locales(folder)) == [
        ("talk.first", "is missing."),
        ("talk.frist", "has no English."),
    ]


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [
        pytest.param("Call 999, %{name}", "holds a figure.", id="digits"),
        pytest.param("اتصل ٩٩٩ %{name}", "holds a figure.", id="Arabic digits"),
        pytest.param("১ %{name}", "holds a figure.", id="Bengali digits"),
        pytest.param("50% of %{name}", "holds a lone '%'.", id="percent sign"),
        pytest.param("One %{Name}", "holds a lone '%'.", id="capital in a placeholder"),
        pytest.param("One %{na-me}", "holds a lone '%'.", id="dash in a placeholder"),
        pytest.param("One %%{name}", "holds a lone '%'.", id="percent sign twice"),
        pytest.param("One", "has other placeholders than the English.", id="placeholder left out"),
        pytest.param("One %{nane}", "has other placeholders than the English.", id="placeholder misspelt"),
        pytest.param("One %{name} %{other}", "has other placeholders than the English.", id="placeholder too many"),
        pytest.param("  ", "is empty.", id="empty"),
    ],
)
def test_a_malformed_translation_is_named(folder: Path, sentence: str, problem: str) -> None:
    write(folder, CODE, f'first: "{sentence}"\n  deep: {{second: "Two"}}')
    faults = [fault for fault in check_locales(folder) if fault.problem == problem]
    assert [(fault.file, fault.entry) for fault in faults] == [(f"locales/talk.{CODE}.yml", "talk.first")]


def test_a_figure_in_english_is_named_too(folder: Path) -> None:
    write(folder, SOURCE, 'first: "One %{name} since 2018"\n  deep: {second: "Two"}')
    assert (f"locales/talk.{SOURCE}.yml", "talk.first", "holds a figure.") in {
        (fault.file, fault.entry, fault.problem) for fault in check_locales(folder)
    }


def test_digits_in_the_name_of_a_placeholder_are_no_figure(folder: Path) -> None:
    for code in languages():
        write(folder, code, 'first: "Call %{phone__emergency_999}"')
    for code in TRANSLATED:
        stamp(code, folder)
    assert said(folder) == []


def test_the_same_placeholder_may_stand_more_often_or_elsewhere(folder: Path) -> None:
    write(folder, CODE, 'first: "%{name}, one, %{name}"\n  deep: {second: "Two"}')
    assert said(folder) == []


def test_a_separator_of_numbers_may_be_empty(folder: Path) -> None:
    for code in languages():
        write(folder, code, 'number: {thousand: ""}', namespace="common")
    for code in TRANSLATED:
        stamp(code, folder)
    assert said(folder) == []


def test_a_changed_english_sentence_makes_each_translation_of_it_stale(folder: Path) -> None:
    write(folder, SOURCE, 'first: "One %{name}"\n  deep: {second: "Two, or three"}')
    assert said(folder) == [
        f"locales/talk.{code}.yml: talk.deep.second: was made from another English sentence. "
        f"Compare it with the English, then run 'safe-to-ask locales stamp {code}'."
        for code in TRANSLATED
    ]


def test_a_translation_that_was_never_recorded_is_stale(folder: Path) -> None:
    (folder / "made_from" / f"{CODE}.yml").unlink()
    assert {(fault.entry, fault.problem) for fault in check_locales(folder)} == {
        ("talk.first", "was made from another English sentence."),
        ("talk.deep.second", "was made from another English sentence."),
    }


def test_stamping_one_language_settles_that_one_alone(folder: Path) -> None:
    write(folder, SOURCE, 'first: "Number one %{name}"\n  deep: {second: "Two"}')
    assert stamp(CODE, folder) == 2
    assert {fault.file for fault in check_locales(folder)} == {f"locales/talk.{code}.yml" for code in TRANSLATED[1:]}


def test_stamping_does_not_record_what_has_no_english(folder: Path) -> None:
    write(folder, CODE, GOOD + '\n  third: "Three"')
    assert stamp(CODE, folder) == 2
    assert [fault.entry for fault in check_locales(folder)] == ["talk.third"]


def test_a_fingerprint_changes_with_the_smallest_change() -> None:
    assert fingerprint("Two") == fingerprint("Two")
    assert len({fingerprint(text) for text in ("Two", "two", "Two.", "Two ")}) == 4


def test_all_faults_are_named_at_once(folder: Path) -> None:
    write(folder, SOURCE, 'first: "One 1 %{name}"\n  deep: {second: "Two"}')
    write(folder, CODE, 'first: "Uno"')
    assert {fault.problem for fault in check_locales(folder)} == {
        "holds a figure.",
        "is missing.",
        "has other placeholders than the English.",
        "was made from another English sentence.",
    }


def test_an_entry_without_a_sentence_is_named(folder: Path) -> None:
    write(folder, CODE, 'first: "One %{name}"\n  deep: {second: }')
    assert [(fault.entry, fault.problem) for fault in check_locales(folder)] == [("talk.deep.second", "is empty.")]


OTHER_FORMS = [
    pytest.param(b"", id="empty"),
    pytest.param(b"xx:\n  first: One\n", id="another language at its head"),
    pytest.param(b"just words", id="no mapping"),
    pytest.param(b"a: [", id="no YAML"),
    pytest.param(b"\xff", id="no UTF-8"),
]


@pytest.mark.parametrize("content", OTHER_FORMS)
def test_a_file_of_another_form_is_named_and_nothing_else_of_it(folder: Path, content: bytes) -> None:
    (folder / f"talk.{CODE}.yml").write_bytes(content)
    assert [fault.file for fault in check_locales(folder)] == [f"locales/talk.{CODE}.yml"]


@pytest.mark.parametrize("content", OTHER_FORMS)
def test_an_english_file_of_another_form_is_named_and_its_translations_are_not(folder: Path, content: bytes) -> None:
    (folder / f"talk.{SOURCE}.yml").write_bytes(content)
    assert [fault.file for fault in check_locales(folder)] == [f"locales/talk.{SOURCE}.yml"]


@pytest.mark.parametrize("content", [b"", b"a: [", b"just words"], ids=["empty", "no YAML", "no mapping"])
def test_a_record_of_another_form_is_named_alone(folder: Path, content: bytes) -> None:
    (folder / "made_from" / f"{CODE}.yml").write_bytes(content)
    assert [fault.file for fault in check_locales(folder)] == [f"locales/made_from/{CODE}.yml"]


def test_who_asks_for_the_sentences_of_such_a_file_is_told_which(folder: Path) -> None:
    (folder / f"talk.{CODE}.yml").write_text("", encoding="utf-8")
    with pytest.raises(LocaleError, match=f"locales/talk.{CODE}.yml"):
        sentences(CODE, folder)
