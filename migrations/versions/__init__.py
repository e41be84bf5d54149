"""The migrations, oldest first; a package so that an installation has them."""
