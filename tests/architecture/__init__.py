"""The rules of the house, as tests: what may import what, how large things get, what no file may contain."""
