"""Rasa custom actions, one kind of turn each; they translate between Rasa and `bot.answers`, and decide nothing."""

from bot.privacy import log_hygiene

log_hygiene.configure()
