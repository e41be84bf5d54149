"""Watching over the provider: counts by the hour, what is in trouble, breaches and their clock, banners.

May import audit, outbound, registry, keys and what stands below them. Begin with `rollup.py`, then `figures.py`.
"""
