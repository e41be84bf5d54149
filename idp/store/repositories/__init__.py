"""The only place where queries are written. Same names as the models, in the plural."""
