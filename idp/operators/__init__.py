"""Operators: the people who administer. Accounts of their own, never a citizen's; a second factor always.

May import store, audit, crypto, clock, config; no web framework, not the citizens. Begin with `sign_in.py`.
"""
