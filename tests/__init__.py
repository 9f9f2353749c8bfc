"""Tests; they mirror the code, and add content, conversations, privacy and browser."""
