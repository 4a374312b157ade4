import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { messageText, severityName } from '../../rules/diagnostic.ts';
import { visibleText } from '../../text/visible.ts';
import type { ReportFormat } from './report.ts';

/** The JSON of Code Climate, which GitLab shows in merge requests. */
export const codeClimateFormat: ReportFormat = function* ({ files }) {
  const seen = new Map<string, number>();
  const issues = files.flatMap(({ file, diagnostics }) =>
    diagnostics.map(diagnostic => {
      const message = messageText(diagnostic);
      const code = String(diagnostic.code ?? '');
      const { start, end } = diagnostic.range;
      // Without the line, so that a problem keeps its identity when lines above it change; the count distinguishes
      // equal ones.
      const identity = JSON.stringify([file, code, message]);
      const earlier = seen.get(identity) ?? 0;
      seen.set(identity, earlier + 1);
      return {
        type: 'issue',
        check_name: code,
        description: visibleText(message),
        categories: ['Bug Risk'],
        severity: severities[severityName(diagnostic)],
        fingerprint: bytesToHex(sha256(utf8ToBytes(`${identity}${earlier}`))).slice(0, 32),
        location: { path: file, lines: { begin: start.line + 1, end: end.line + 1 } },
      };
    }),
  );
  yield `${JSON.stringify(issues, null, 2)}\n`;
};

const severities = { error: 'critical', warning: 'major', information: 'minor', hint: 'info' } as const;
