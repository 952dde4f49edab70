// node compile.mjs PYODIDE replace|keep ARCHIVE...: bytecode goes into wheels and the library of Python.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";

const COMPILED = `
import importlib.util
import marshal
import zipfile
from pathlib import PurePosixPath

HEAD = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8)  # its source is not looked at

def compiled(keep):
    with zipfile.ZipFile("/there.zip") as there, zipfile.ZipFile("/made.zip", "w") as made:
        for info in there.infolist():
            name, content = info.filename, there.read(info)
            if not name.endswith(".py"):
                add(made, name, content)
                continue
            try:
                code = HEAD + marshal.dumps(compile(content, name, "exec", dont_inherit=True))
            except SyntaxError:  # a template, or a test of another version
                add(made, name, content)
                continue
            path = PurePosixPath(name)
            beside = str(path.parent / "__pycache__" / f"{path.stem}.cpython-312.pyc")
            add(made, beside if keep else f"{name}c", code)
            if keep:
                add(made, name, content)

def add(archive, name, content):
    archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
`;

const [folder, way, ...archives] = process.argv.slice(2);
const { loadPyodide } = createRequire(import.meta.url)(`${folder}/pyodide.js`);
try {
  const pyodide = await loadPyodide({ indexURL: folder });
  pyodide.runPython(COMPILED);
  const compiled = pyodide.globals.get("compiled");
  for (const archive of archives) {
    pyodide.FS.writeFile("/there.zip", readFileSync(archive));
    compiled(way === "keep");
    writeFileSync(archive, pyodide.FS.readFile("/made.zip"));
  }
} catch (error) {
  console.error(error.message); // Node would print all of Pyodide's code with it
  process.exit(1);
}
