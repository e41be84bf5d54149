"""What happened: typed events in a log that can only grow and shows when it was touched.

May import clock, crypto, store; `events` imports nothing. Begin with `events/event.py`, then `log.py`.
"""
