// Runs a Python script on a checkout in CPython for WebAssembly: node in_pyodide.mjs PYODIDE SCRIPT ROOT FOLDER...
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, script, root, ...folders] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(pyodide));
const python = await loadPyodide();
python.FS.mkdirTree("/mounted");
python.FS.mount(python.FS.filesystems.NODEFS, { root }, "/mounted");
python.globals.set("folders", python.toPy(folders));
try {
  // Copied, since each look through the mount takes long.
  python.runPython(`import shutil; [shutil.copytree(f"/mounted/{name}", f"/checkout/{name}") for name in folders]`);
  python.runPython(`import sys; sys.argv = ["portrait", "/checkout"]`);
  python.runPython(readFileSync(script, "utf8"));
} catch (error) {
  console.error(error.message); // the traceback alone: node would print pyodide's source before it
  process.exit(1);
}
