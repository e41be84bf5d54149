"""Primitives: digests, password hashing, encryption at rest. Imports nothing else of idp but `turns`."""
