"""Tables and queries.

Models are columns and facts about themselves; repositories are the only place where queries are written.
Nothing here commits: the unit of work of a request or a command does. May import clock, crypto, assurance.
Begin with `models/__init__.py`.
"""
