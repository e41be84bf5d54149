"""Tests of the mock register, a program of its own."""
