"""A program without a citizen: each night it sends a department's figures to the data-sharing platform."""
