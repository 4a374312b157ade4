import type { SipConf } from '../../sip-conf/model/model.ts';
import type { DialplanUse } from '../conversion.ts';

/** What extensions.conf beside sip.conf uses of chan_sip. */
export function dialplanUses(_model: SipConf): readonly DialplanUse[] {
  return [];
}
