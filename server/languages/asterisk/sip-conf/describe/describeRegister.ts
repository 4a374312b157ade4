import { inlineCode } from '../../../../text/markdown.ts';
import type { Branch } from '../../config/branch.ts';
import { parseRegister } from '../facts/registerLine.ts';

/** The parts of a register line, as sip_parse_register_line splits it; the password is left out. */
export function describeRegister(value: string, branch: Branch): string {
  const line = parseRegister(value, branch);
  // Where the server reads no transport here, the parts shift by one, and the password would be in another part.
  const isShifted = line.transportPart === undefined && value.includes('://');
  if (!line.accepted || isShifted) return '';
  const domain = line.domain === undefined ? '' : `@${line.domain.value}`;
  const user = `${line.user?.value ?? ''}${domain}`;
  const host = line.host?.value ?? '';
  const rows: (readonly [string, string])[] = [
    ['User (address of record)', user],
    ['Authentication user (digest user name)', line.authuser?.value ?? line.user?.value ?? ''],
    ['Registrar', `${host}:${line.port}, ${line.transport.toUpperCase()}`],
    ['Extension for incoming calls', line.extension],
  ];
  if (line.peer !== undefined) rows.unshift(['Peer whose settings are used', line.peer.value]);
  return `**Parts of this line** (split at the last \`@\`):\n\n${rows
    .map(([name, text]) => `- ${name}: ${inlineCode(text)}`)
    .join('\n')}`;
}
