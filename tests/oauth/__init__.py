"""The protocol, without web framework and database."""
