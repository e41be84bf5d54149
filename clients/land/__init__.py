"""The land registration office's application: a public search, one's own parcels, and changes to them."""
