"""Values nobody should send, sent to every route: a clear answer below 500, and nothing half done."""
