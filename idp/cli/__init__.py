"""The command `idp`: serving, setting up, and what whoever has the host may do.

May import services, oauth, citizens, assurance, store; the application itself through `context.py`.
"""

from idp.cli.command import main

__all__ = ["main"]
