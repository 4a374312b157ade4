import { languages } from '../../languages/registry.ts';
import type { FileSystem } from '../../workspace/files.ts';
import { Workspace } from '../../workspace/workspace.ts';
import { failureText } from '../projectState.ts';
import type { CrewWork } from './crew.ts';
import { Inspector } from './inspector.ts';

/** An inspector with a workspace of its own. */
export function inspectorFor({ settings, folders, ...shown }: CrewWork, files: FileSystem): Inspector {
  const failures: string[] = [];
  const workspace = new Workspace({
    languages,
    files,
    settings: async () => settings,
    report: (feature, error) => failures.push(failureText(feature, error)),
    busy: (_title, task) => task(() => undefined),
  });
  workspace.folders = [...folders];
  return new Inspector(workspace, failures, shown);
}
