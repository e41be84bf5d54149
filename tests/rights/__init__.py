"""Who may do what: every role at every page, with things of every owner, field by field."""
