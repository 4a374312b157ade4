import type { Language } from './language.ts';
import type { Project } from './project.ts';
import { report } from './report.ts';

/** Checks an empty document, so that the first real one does not wait for what is loaded, compiled and built once. */
export function prepare<Tree extends object, Model extends object>(language: Language<Tree, Model>): void {
  const uri = 'untitled:empty';
  const settings = { severities: {} };
  const tree = language.parse('');
  const project: Project<Tree> = {
    root: uri,
    trees: new Map([[uri, tree]]),
    resolve: () => undefined,
    companions: new Map(),
  };
  const model = language.model(project, settings, undefined);
  report(language, { uri, tree, model }, settings, undefined, project);
}
