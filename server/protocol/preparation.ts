import type { Language } from '../languages/language.ts';
import type { Project } from '../languages/project.ts';
import { report } from '../languages/report.ts';
import type { Context } from './context.ts';

/** Prepares the languages with some of these ids for their first documents. */
export function prepareLanguages(context: Context, ids: readonly unknown[]): void {
  for (const language of context.languages.filter(({ id }) => ids.includes(id))) {
    try {
      checkSample(language);
    } catch (error) {
      context.report('start', error);
    }
  }
}

/** Checks a short document, so that the first real one does not wait for what is loaded, compiled and built once. */
function checkSample<Tree extends object, Model extends object>(language: Language<Tree, Model>): void {
  const uri = 'untitled:sample';
  const settings = { severities: {} };
  const tree = language.parse(sampleOf(language));
  const project: Project<Tree> = {
    root: uri,
    trees: new Map([[uri, tree]]),
    resolve: () => undefined,
    companions: new Map(),
  };
  const model = language.model(project, settings, undefined);
  report(language, { uri, tree, model }, settings, undefined, project);
}

/** A correct example of each family of rules. */
function sampleOf(language: Pick<Language, 'rules'>): string {
  const examples = new Map(language.rules().map(({ family, good }) => [family, good]));
  return [...examples.values()].join('\n');
}
