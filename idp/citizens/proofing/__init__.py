"""How an account comes to be: a contact confirmed, an identity checked, a password and a second factor chosen.

Begin with `flow.py` (the steps as a table), then `registration.py` (one method per step) and `verification.py`
(what the population register makes of a claim).
"""
