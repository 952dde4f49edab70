"""The tools behind the `course` command: releasing, running, grading, packing lessons."""

import sys

# jsonschema, which nbformat imports, has this package build a grammar of web addresses: more than a
# second for each command, and no notebook is checked by it. As one that is missing, it is left out.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
