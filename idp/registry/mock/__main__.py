"""Starts the mock register as a program of its own."""

import sys

from idp.registry.mock.cli import main

sys.exit(main())
