"""The start-up script of the demo."""
