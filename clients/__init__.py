"""Relying applications: sample code that a department copies. Nothing here imports the provider."""
