import type { ServerVersions, VersionChoice } from '../../serverVersions.ts';
import { releaseLines, versionNamed } from './facts.ts';

let choices: readonly VersionChoice[] | undefined;

export const flexisipVersions: ServerVersions = {
  key: 'flexisip',
  server: 'Flexisip',
  // Read when first needed, as all facts are.
  get choices() {
    choices ??= [
      { value: 'auto', label: 'By the keys of the file' },
      ...releaseLines().map(({ label }) => ({ value: label, label: `Flexisip ${label}` })),
      { value: 'master', label: 'Flexisip, development branch' },
    ];
    return choices;
  },
  standard: 'auto',
  isVersion: text => versionNamed(text) !== undefined,
  examples: '2.5 or 2.3.5, or master',
};
