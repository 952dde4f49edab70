#!/usr/bin/env bash
# nbformat 5.11.1 with jsonschema 4.26.0, as JupyterLab installs it (jsonschema's extra format-nongpl). One would guess
# that to import nbformat, which reads a notebook, costs little, and that checkers for formats that a notebook's schema
# doesn't ask for wait until somebody asks. Seen: `import nbformat` loads rfc3987_syntax and lark, and lark compiles a
# grammar for internationalised addresses, each time that a program starts; without the extra it loads neither.
# Exits with 0 if the output is still the one below.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
for extra in "" "[format-nongpl]"; do
  "$folder/venv/bin/python" -m pip install --quiet nbformat==5.11.1 "jsonschema$extra==4.26.0"
  "$folder/venv/bin/python" - "$extra" >>"$folder/seen" <<'PYTHON'
import sys

import nbformat

loaded = [name for name in ("lark", "rfc3987_syntax") if name in sys.modules]
print(f"nbformat {nbformat.__version__}, jsonschema{sys.argv[1]}: {loaded}")
PYTHON
done
cat "$folder/seen"
diff "$folder/seen" - <<'SEEN'
nbformat 5.11.1, jsonschema: []
nbformat 5.11.1, jsonschema[format-nongpl]: ['lark', 'rfc3987_syntax']
SEEN
