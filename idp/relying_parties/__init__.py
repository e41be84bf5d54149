"""Relying applications: what may be registered, how registrations change, and their secrets.

May import store, audit, crypto, clock, config, assurance; no web framework, not the protocol.
Begin with `registration.py`, then `metadata.py`.
"""
