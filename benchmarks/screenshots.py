"""Pictures of the page for the README and for looking at: a conversation in every language, on a telephone and a desk.

python -m benchmarks.screenshots            writes docs/pictures/*.png
"""

from __future__ import annotations

import sys

from bot.paths import PROJECT
from tests.serving import browser, served

PICTURES = PROJECT / "docs" / "pictures"
QUESTIONS = {
    "en": "my husband says he will have me deported if i call the police, i live in luton",
    "es": "mi esposo dice que me va a hacer deportar si llamo a la policia, vivo en luton",
    "ar": "زوجي يقول انه سيرحلني اذا اتصلت بالشرطة وانا اسكن في Luton",
}
DANGER = {"en": "he has a knife help", "es": "tiene un cuchillo ayuda", "ar": "معه سكين ساعدوني"}
SIZES = {"phone": (390, 844), "desk": (1000, 800)}


def main() -> int:
    """Make all pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served() as site, browser() as chromium:
        for size, (width, height) in SIZES.items():
            for language in QUESTIONS:
                for name, text in (("answer", QUESTIONS[language]), ("danger", DANGER[language])):
                    context = chromium.new_context(viewport={"width": width, "height": height})
                    page = context.new_page()
                    page.goto(site)
                    page.get_by_role("textbox").fill(text)
                    page.locator("button.send").click()
                    page.screenshot(path=str(PICTURES / f"{name}-{language}-{size}.png"))
                    context.close()
    print(f"{2 * len(SIZES) * len(QUESTIONS)} pictures in {PICTURES.relative_to(PROJECT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
