"""How many segments a text costs. One GSM-7 message holds 160 septets, a joined part 153; UCS-2: 70 and 67 units."""

from __future__ import annotations

from bot.sms.alphabet import EXTENSION, is_gsm7

GSM7_SINGLE, GSM7_JOINED = 160, 153
UCS2_SINGLE, UCS2_JOINED = 70, 67


def segments(text: str) -> int:
    """Segments that `text` is sent in; 0 for the empty text.

    A character is never split over two parts: an extension character or a surrogate pair that does not fit moves on
    whole, as networks and Twilio's calculator have it.
    """
    if not text:
        return 0
    if is_gsm7(text):
        widths = [2 if character in EXTENSION else 1 for character in text]
        single, joined = GSM7_SINGLE, GSM7_JOINED
    else:
        widths = [len(character.encode("utf-16-be")) // 2 for character in text]
        single, joined = UCS2_SINGLE, UCS2_JOINED
    if sum(widths) <= single:
        return 1
    count, used = 1, 0
    for width in widths:
        if used + width > joined:
            count, used = count + 1, 0
        used += width
    return count
