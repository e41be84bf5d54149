"""Many at once, and processes that die in the middle: real servers on both databases (security.md 3.2, F1 to F3)."""
