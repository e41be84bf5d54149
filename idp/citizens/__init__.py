"""The citizen: proving who one is, signing in, and looking after one's own account. Application rules, no web framework.

May import store, audit, outbound, registry, crypto, clock, config, assurance. Begin with `sign_in.py`, then
`sessions.py`; `proofing/` is how an account comes to be.
"""
