"""Pseudonyms. Threat: somebody who gets hold of one tries all telephone numbers until he finds hers."""

from __future__ import annotations

import hashlib
import re

from bot.privacy.pseudonym import DAY, Pseudonyms

NUMBER = "+447700900123"


class Clock:
    """Time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_the_same_address_has_the_same_pseudonym_for_a_day() -> None:
    clock = Clock()
    pseudonyms = Pseudonyms(clock)
    first = pseudonyms.of("sms", NUMBER)
    clock.now += DAY - 0.001
    assert pseudonyms.of("sms", NUMBER) == first


def test_after_a_day_the_key_is_gone_and_with_it_the_link() -> None:
    clock = Clock()
    pseudonyms = Pseudonyms(clock)
    first = pseudonyms.of("sms", NUMBER)
    clock.now += DAY
    second = pseudonyms.of("sms", NUMBER)
    assert second != first
    clock.now += DAY - 0.001
    assert pseudonyms.of("sms", NUMBER) == second, "the day counts from the new key on"


def test_a_restart_breaks_the_link() -> None:
    clock = Clock()
    assert Pseudonyms(clock).of("sms", NUMBER) != Pseudonyms(clock).of("sms", NUMBER)


def test_other_people_and_other_channels_are_told_apart() -> None:
    pseudonyms = Pseudonyms(Clock())
    addresses = [
        ("sms", NUMBER),
        ("sms", NUMBER[:-1] + "4"),
        ("web", NUMBER),
        ("sm", "s" + NUMBER),
        ("sms" + NUMBER, ""),
    ]
    assert len({pseudonyms.of(*address) for address in addresses}) == len(addresses)


def test_it_is_64_hexadecimal_digits_that_hold_nothing_of_the_address() -> None:
    pseudonym = Pseudonyms(Clock()).of("sms", NUMBER)
    assert re.fullmatch("[0-9a-f]{64}", pseudonym)
    guesses = (NUMBER, NUMBER[1:], f"sms{NUMBER}", f"sms\x00{NUMBER}", f"sms:{NUMBER}")
    assert pseudonym not in {hashlib.sha256(guess.encode()).hexdigest() for guess in guesses}


def test_what_is_printed_of_the_maker_shows_neither_key_nor_number() -> None:
    pseudonyms = Pseudonyms(Clock())
    pseudonyms.of("sms", NUMBER)
    assert repr(pseudonyms).startswith("<bot.privacy.pseudonym.Pseudonyms object")
    assert NUMBER not in str(vars(pseudonyms))
