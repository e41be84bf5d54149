"""The population register: asking whether a person exists as they say, and what the law lets us know of them.

May import clock, assurance, config and outbound. Knows no web framework; only `mock`, a program of its own, does.
Begin with `port.py` (what can be asked), then `client.py` (how), `http.py` and `in_process.py` (over what).
"""
