"""Whole stories, told to the real demo by a real browser or by a client library that was not written here."""
