"""The protocol: OAuth 2 and OpenID Connect on Authlib's framework-free server classes.

No web framework and no SQL: storage, keys and people come in through `ports.py`. May import assurance, clock,
config, audit.events and the primitives of crypto. Begin with `supported.py`, then `server.py`.
"""
