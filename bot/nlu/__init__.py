"""Thin Rasa components round the pure functions of `bot.understanding`."""

from bot.privacy import log_hygiene

log_hygiene.configure()
