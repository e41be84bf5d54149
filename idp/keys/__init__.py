"""Signing keys: a ring that signs and publishes, and its rotation. May import clock, crypto, store."""
