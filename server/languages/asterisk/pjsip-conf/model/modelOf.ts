import type { LanguageSettings, Project } from '../../../project.ts';
import type { ConfigTree } from '../../config/parser.ts';
import { PjsipConf } from './model.ts';

/** The model of a project; the previous one is updated if it is for the same root and settings. */
export function pjsipConfOf(
  project: Project<ConfigTree>,
  settings: LanguageSettings,
  previous: PjsipConf | undefined,
): PjsipConf {
  if (previous === undefined || previous.project.root !== project.root || previous.settings !== settings)
    return new PjsipConf(project, settings);
  previous.update(project);
  return previous;
}
