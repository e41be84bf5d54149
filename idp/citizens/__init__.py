"""The citizen: proving who one is, signing in, looking after one's own account. Rules, no web framework.

May import store, audit, outbound, registry, crypto, clock, config, assurance. Begin with `sign_in.py`, then
`sessions.py`; `proofing/` is how an account comes to be.
"""
