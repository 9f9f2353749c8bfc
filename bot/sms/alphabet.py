"""The two alphabets of a text message: GSM-7 with its extension table (3GPP TS 23.038, section 6.2.1), else UCS-2."""

from __future__ import annotations

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")  # each costs an escape character, so two septets


def is_gsm7(text: str) -> bool:
    """Whether every character of `text` is in GSM-7 or its extension table."""
    return all(character in BASIC or character in EXTENSION for character in text)


def units(text: str) -> int:
    """Length in the units that the text's alphabet is billed by: septets (GSM-7) or UTF-16 code units (UCS-2)."""
    if is_gsm7(text):
        return len(text) + sum(character in EXTENSION for character in text)
    return len(text.encode("utf-16-be")) // 2
