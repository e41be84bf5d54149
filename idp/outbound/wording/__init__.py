"""What mail and SMS say: one module per language, with the same entries. Begin with `wording.py`."""
