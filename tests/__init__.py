"""Tests mirror `idp/`: `tests/<part>/test_<module>.py`. Journeys, conformance and races stand beside them."""
