"""Pages for citizens. Begin with `sign_in.py`."""
