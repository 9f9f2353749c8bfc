"""Channels: verify, limit, pseudonymise, hand over. They decide nothing."""
