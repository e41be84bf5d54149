"""Faults made on one machine while citizens go about their day, and a checker that proves nothing was harmed."""
