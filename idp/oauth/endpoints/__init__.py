"""The endpoints besides authorization and token, one file each; `supported.py` lists them."""
