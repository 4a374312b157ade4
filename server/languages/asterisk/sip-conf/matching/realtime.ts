import { companionConf } from '../../companions/companionConf.ts';
import type { SipConf } from '../model/model.ts';
import type { SipTrail } from './trail.ts';

/** realtime_peer: devices that are not in the files may be in a database configured in extconfig.conf. */
export function assumeRealtime(name: string, model: SipConf, trail: SipTrail): void {
  const lines = companionConf(model, 'extconfig.conf')?.sections.get('settings')?.settings ?? [];
  const line = lines.findLast(({ option }) => /^(sippeers|sipusers|sip\.conf)$/.test(option.key));
  if (line === undefined) return;
  trail.assume(
    `extconfig.conf keeps devices in a database (${line.option.name} => ${line.value.split(',').slice(0, 1).join('')}). It is unknown whether "${name}" is there; it is assumed not to be.`,
  );
}
