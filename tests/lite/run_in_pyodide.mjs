// node run_in_pyodide.mjs PYODIDE COURSE SCRIPT PACKAGE...: run a script of COURSE in Pyodide.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [pyodideFolder, course, script, ...packages] = process.argv.slice(2);
const { loadPyodide } = createRequire(import.meta.url)(`${pyodideFolder}/pyodide.js`);
const pyodide = await loadPyodide({ indexURL: pyodideFolder, env: { HOME: "/home", COURSE_DATA: "synthetic" } });
await pyodide.loadPackage(packages, { messageCallback: () => {} });
pyodide.FS.mkdirTree("/course");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: course }, "/course");
pyodide.FS.chdir("/course");
pyodide.runPython("import sys; sys.path.insert(0, '/course')");
await pyodide.runPythonAsync(readFileSync(script, "utf8"), { filename: script });
