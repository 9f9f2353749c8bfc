"""Measurements: how well messages are understood, how fast turns are. Never run as tests."""
