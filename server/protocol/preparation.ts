import type { Language } from '../languages/language.ts';
import type { Project } from '../languages/project.ts';
import { report } from '../languages/report.ts';
import type { Context } from './context.ts';

/** Prepares the languages with some of these ids for their first documents. */
export function prepareLanguages(context: Context, ids: readonly unknown[]): void {
  for (const language of context.languages.filter(({ id }) => ids.includes(id))) {
    try {
      checkEmpty(language);
    } catch (error) {
      context.report('start', error);
    }
  }
}

/** Checks an empty document, so that the first real one does not wait for what is loaded, compiled and built once. */
function checkEmpty<Tree extends object, Model extends object>(language: Language<Tree, Model>): void {
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
