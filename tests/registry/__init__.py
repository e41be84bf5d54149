"""Tests of the population register: the provider's side, and the mock it talks to."""
