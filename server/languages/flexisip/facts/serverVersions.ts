import type { ServerVersions, VersionChoice } from '../../serverVersions.ts';
import { isPreRelease, releaseLines, versionNamed } from './facts.ts';

let choices: readonly VersionChoice[] | undefined;

export const flexisipVersions: ServerVersions = {
  key: 'flexisip',
  server: 'Flexisip',
  // Facts are loaded when first needed.
  get choices() {
    choices ??= [
      { value: 'auto', label: 'Detected from the keys of the file' },
      ...releaseLines().map(line => ({
        value: line.label,
        label: `Flexisip ${line.label}${isPreRelease(line) ? ' (pre-release)' : ''}`,
      })),
      { value: 'master', label: 'Flexisip, development branch' },
    ];
    return choices;
  },
  standard: 'auto',
  isVersion: text => versionNamed(text) !== undefined,
  examples: '2.5 or 2.3.5, or master',
};
