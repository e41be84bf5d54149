"""How an account comes to be."""
