"""The trained model: which one belongs to the files as they are, and training it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from bot.errors import ConversationError
from bot.paths import CONCEPTS, DATA, NLU, PROJECT

CONFIG = PROJECT / "config.yml"
DOMAIN = PROJECT / "domain"
RULES = DATA / "rules.yml"
CODE = (PROJECT / "bot" / "nlu", PROJECT / "bot" / "understanding")


def model_path(folder: Path) -> Path:
    """Where the model of the present configuration, training messages and components lies, or would lie."""
    total = hashlib.sha256()
    parts = [CONFIG, RULES, PROJECT / "requirements.lock", DATA / "topics.yml", DATA / "languages.yml"]
    for root, pattern in (
        (DOMAIN, "*.yml"),
        (NLU, "**/*.yml"),
        (CONCEPTS, "*.yml"),
        *((code, "*.py") for code in CODE),
    ):
        parts += sorted(root.glob(pattern))
    for part in parts:
        total.update(str(part.relative_to(PROJECT)).encode())
        total.update(part.read_bytes())
    return folder / f"safe-to-ask-{total.hexdigest()[:16]}.tar.gz"


def train(folder: Path) -> tuple[Path, bool]:
    """Train the model unless it exists; returns its path and whether it was trained now.

    Raises ConversationError when Rasa refuses the training data.
    """
    path = model_path(folder)
    if path.exists():
        return path, False
    from rasa.engine.exceptions import GraphComponentException
    from rasa.model_training import train as rasa_train  # takes seconds to import, and only training needs it

    folder.mkdir(parents=True, exist_ok=True)
    try:
        result = rasa_train(
            domain=str(DOMAIN),
            config=str(CONFIG),
            training_files=[str(NLU), str(RULES)],
            output=str(folder),
            fixed_model_name=path.name,
            force_training=True,
        )
    except GraphComponentException as error:
        cause = error.__cause__
        raise ConversationError(f"Training failed in a component: {type(cause).__name__}: {cause}") from error
    if not path.exists():
        raise ConversationError(f"Training failed (code {result.code}). Run 'rasa data validate' to see why.")
    return path, True
