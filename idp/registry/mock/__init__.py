"""A mock of the national population database: invented people only. A program of its own, never part of the provider.

Imports nothing else of idp. Begin with `register.py` (what it answers), then `population.py` (about whom), then
`simulation.py` (how badly). `app.py` is the HTTP face; `python -m idp.registry.mock serve` starts it.
"""
