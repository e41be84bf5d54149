"""Configuration as code: a file says which units and applications there are, and `idp config` makes it so.

Begin with `plan.py`. Secrets are never in the file: it says where each is found (`secrets.py`).
"""
