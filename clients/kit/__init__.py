"""What each application would copy: signing in and out, server-side sessions, calm error pages.

`application.py` puts the parts together; `sign_in.py` and `backchannel.py` are the two worth reading first.
"""
