// What the client gets from its host. In a process, `require` loads pieces. A worker of an editor has none for files, and no
// `importScripts`: there, the files that a late import needs are fetched before it runs.
// biome-ignore lint/correctness/noUnusedVariables: the start of the client calls it.
const editorHost = (require, filesByModule) => {
  if (typeof importScripts !== 'function') return { require };
  const pieces = new Map();
  const vscode = require('vscode');
  const { extensionUri } = vscode.extensions.getExtension('sip-workbench.sip-workbench');
  const read = async file => {
    const module = {};
    const response = await fetch(vscode.Uri.joinPath(extensionUri, 'dist', file).toString(true));
    new Function('module', await response.text())(module);
    pieces.set(file, module.exports);
  };
  return {
    require: name => pieces.get(name) ?? require(name),
    // One that cannot be read is missing when it is required, which says so.
    fetch: id => Promise.allSettled(filesByModule[id].filter(file => !pieces.has(file)).map(read)),
  };
};
