// Loads the pieces of a program when they are first needed: with `require` in a process, with `importScripts` in a worker. Neither
// waits for anything, so that code of another piece is called like any other. Each module is a function under its number, which
// returns its exports; `pieces` has the numbers by file, and `program` is what only a process or an editor has.
// biome-ignore lint/correctness/noUnusedVariables: the start of a program calls it.
const pieceLoader = (build, pieces, modules, program) => {
  const made = {};
  const load = program === undefined ? loadInWorker : program.require;
  async function late(id) {
    await program?.fetch?.(id);
    return need(id);
  }
  function need(id) {
    if (modules[id] === undefined) add(Object.keys(pieces).find(file => pieces[file].includes(id)));
    made[id] ??= modules[id](need, late, program);
    return made[id];
  }
  // An update replaces files while a program runs, and the numbers of another build are those of other modules.
  function add(file) {
    let piece;
    try {
      piece = load(file);
    } catch {}
    if (piece?.build !== build) {
      throw new ReferenceError(
        `${file} of SIP Workbench is missing or belongs to another version, which happens when an update replaces files that are in use. Start it again; if this does not help, install it again`,
      );
    }
    Object.assign(modules, piece.modules);
  }
  function loadInWorker(file) {
    self.module = {};
    importScripts(new URL(file, address()).href);
    return self.module.exports;
  }
  // A worker may be started through a blob, whose address says nothing about that of the script.
  function address() {
    const [script] = /\b[a-z][\w+.-]*:\/\/[^\s()]+\.js(?=:\d)/.exec(String(new Error().stack)) ?? [];
    return script ?? self.location.href;
  }
  return need;
};
