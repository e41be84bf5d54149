"""What is looked at before going live: each check says what is well, or what is wrong and what to do about it.

A check is a function that returns what is well in one sentence, or raises `Amber` or `Red`. It changes
nothing. `idp/diagnosis.py` names all of them in their order, and which of them stand at the door of `idp serve`.
"""
