"""The grants, one file each; `supported.py` lists them."""
