"""The sandbox: where applications under construction meet invented people. Begin with `sign_in.py`: the picker.

Everything after it, consent, coming back, signing out, is what citizens go through, by the same code.
"""
