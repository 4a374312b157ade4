import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import { visibleText } from '../text/visible.ts';
import type { Language } from './language.ts';
import type { Project } from './project.ts';

/** A finding for every include of something that SIP Workbench does not read: devices, other machines, huge files. */
export function unreadIncludes<Tree extends object>(
  language: Pick<Language<Tree>, 'includes'>,
  tree: Tree,
  uri: string,
  project: Project<Tree>,
): Diagnostic[] {
  const { refusal } = project;
  if (refusal === undefined) return [];
  return language.includes(tree).flatMap(({ path, range }) => {
    const reason = refusal(uri, path);
    if (reason === undefined) return [];
    return {
      range,
      severity: DiagnosticSeverity.Warning,
      source: 'SIP Workbench',
      message: `${visibleText(reason)} Its content is not checked. Include a regular file.`,
    };
  });
}
