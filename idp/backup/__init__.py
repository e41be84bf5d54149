"""Copies of the database: taking one while serving, checking it, putting it back. May import services and below."""
