"""Leaving the house: mail, SMS, back-channel logouts and other outgoing requests, by way of an outbox.

May import clock, crypto, config, store, audit. Begin with `outbox.py`, then `worker.py`.
"""
