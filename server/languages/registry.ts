import { pjsipConf } from './asterisk/pjsip-conf/index.ts';
import { sipConf } from './asterisk/sip-conf/index.ts';
import { flexisipConf } from './flexisip/index.ts';
import { flexisipUsers } from './flexisip/users/index.ts';
import type { Language } from './language.ts';
import { opensipsCfg } from './opensips/index.ts';
import { shielded } from './shielded.ts';
import { sipTrace } from './trace/index.ts';

/** Every language of the workbench; the first one that recognizes a file gets it. */
export const languages: readonly Language[] = [
  // The converter is a layer above both drivers.
  shielded({ ...sipConf, converter: async () => (await import('./asterisk/conversion/index.ts')).toPjsip }),
  shielded(pjsipConf),
  shielded(flexisipUsers),
  shielded(flexisipConf),
  shielded(sipTrace),
  shielded(opensipsCfg),
];

/** The language with an ID, as used by the editor and the command line. */
export function languageById(id: string, among: readonly Language[] = languages): Language | undefined {
  return among.find(language => language.id === id);
}

/** The language of a file by its base name and its first lines. */
export function languageOf(
  name: string,
  head: string,
  among: readonly Language[] = languages,
): Language | undefined {
  return (
    among.find(language => language.recognizes(name, '')) ??
    among.find(language => language.recognizes(name, head))
  );
}
