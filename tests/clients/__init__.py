"""The relying applications, against a small provider of the tests' own."""
