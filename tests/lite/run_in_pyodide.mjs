// node run_in_pyodide.mjs PYODIDE COURSE SCRIPT PACKAGE...: run a script of COURSE in Pyodide, and
// its `main` if it has one. With PAGES in the environment that folder lies at /pages.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const [folder, course, script, ...packages] = process.argv.slice(2);
const { loadPyodide } = createRequire(import.meta.url)(`${folder}/pyodide.js`);
const { PAGES, LESSON = "", SOLVED = "", COURSE_QUICK = "0" } = process.env;
const pyodide = await loadPyodide({
  indexURL: folder,
  env: { HOME: "/home", COURSE_PAGE: "/pages", MPLBACKEND: "agg", LESSON, SOLVED, COURSE_QUICK },
});
await pyodide.loadPackage(packages, { messageCallback: () => {} });
const mount = (root, place) => {
  pyodide.FS.mkdirTree(place);
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root }, place);
};
mount(course, "/course");
if (PAGES) mount(PAGES, "/pages");
pyodide.FS.chdir("/course");
pyodide.runPython("import sys; sys.path.insert(0, '/course')");
try {
  await pyodide.runPythonAsync(readFileSync(script, "utf8"), { filename: script });
  await pyodide.globals.get("main")?.();
} catch (error) {
  console.error(error.message); // Node would print all of Pyodide's code with it
  process.exit(1);
}
