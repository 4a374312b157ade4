import type { LanguageSettings, Project } from '../../../project.ts';
import type { ConfigTree } from '../../config/parser.ts';
import { SipConf } from './model.ts';

/** The model of a project; the previous one is updated if it is for the same root and settings. */
export function sipConfOf(
  project: Project<ConfigTree>,
  settings: LanguageSettings,
  previous: SipConf | undefined,
): SipConf {
  if (previous === undefined || previous.project.root !== project.root || previous.settings !== settings)
    return new SipConf(project, settings);
  previous.update(project);
  return previous;
}
