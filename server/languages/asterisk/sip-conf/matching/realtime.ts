import type { SipConf } from '../model/model.ts';
import { realtimeLine, storedElsewhere } from '../model/realtime.ts';
import type { SipTrail } from './trail.ts';

/** realtime_peer: devices that are not in the files may be in a database configured in extconfig.conf. */
export function assumeRealtime(
  { name = '', address }: { readonly name?: string | undefined; readonly address?: string | undefined },
  model: SipConf,
  trail: SipTrail,
): void {
  const line = realtimeLine(model);
  if (line === undefined) return;
  const wanted = [
    ...(name === '' ? [] : [`named "${name}"`]),
    ...(address === undefined ? [] : [`with the address ${address}`]),
  ];
  if (wanted.length === 0) return;
  const [driver = ''] = line.value.split(',');
  trail.assume(
    `extconfig.conf keeps devices in a database (${line.option.name} => ${driver.trim()}), which is not read here. It is assumed to have no device ${wanted.join(' and none ')}.`,
    `the database in extconfig.conf has a device ${wanted.join(' or one ')}`,
  );
}

/** ast_config_internal_load: with a mapping for the file, the server never opens it. */
export function assumeSameFile(model: SipConf, trail: SipTrail): void {
  const line = storedElsewhere(model);
  if (line === undefined) return;
  trail.assume(
    `extconfig.conf makes the server read ${line.option.name} from a database instead of this file. The database is assumed to have the same content.`,
  );
}
