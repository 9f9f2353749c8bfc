"""Words of one concept count as the same; a star stands for any ending."""

from __future__ import annotations

from bot import yaml_files
from bot.languages import languages
from bot.paths import CONCEPTS
from bot.understanding.concepts import ConceptFinder


def test_words_and_rows_of_words_are_found_whole() -> None:
    finder = ConceptFinder({"child": ["kid*", "little one"], "home": ["home office"]})
    assert finder.find("my KIDS are here") == {"child"}
    assert finder.find("the little one") == {"child"}
    assert finder.find("little big one") == set()
    assert finder.find("home office letter") == {"home"}
    assert finder.find("skid") == set()


def test_two_concepts_make_a_pair_too() -> None:
    finder = ConceptFinder({"a": ["one"], "b": ["two"]})
    assert finder.tokens("one two") == ["a", "b", "a+b"]


def test_every_language_knows_the_same_concepts() -> None:
    english = yaml_files.read(CONCEPTS / "en.yml").keys()
    for language in languages():
        assert yaml_files.read(CONCEPTS / f"{language}.yml").keys() == english
