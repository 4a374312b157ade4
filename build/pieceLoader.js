// Loads the pieces of a program when they are first needed: with `require` in a process, with `importScripts` in a worker. Neither
// waits for anything, so that code of another piece is called like any other. Each module is a function under its number;
// `pieces` has the numbers by file, and `program` is what only a process has.
// biome-ignore lint/correctness/noUnusedVariables: the start of a program calls it.
const pieceLoader = (pieces, modules, program) => {
  const made = {};
  const load = program === undefined ? loadInWorker : program.require;
  const need = id => {
    let exported = made[id];
    if (exported === undefined) {
      if (modules[id] === undefined)
        Object.assign(modules, load(Object.keys(pieces).find(file => pieces[file].includes(id))));
      exported = {};
      made[id] = exported;
      modules[id](exported, need, late, program);
    }
    return exported;
  };
  const late = async id => need(id);
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
