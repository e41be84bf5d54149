"""Not there, as in an installation: only tools of the tests bring it, and others load it where they find it."""

raise ImportError
