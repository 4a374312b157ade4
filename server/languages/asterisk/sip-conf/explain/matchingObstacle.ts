import type { ConfigurationLine } from '../../../../sip/explanation.ts';
import { isAtLeast } from '../../config/branch.ts';
import { parseAcl } from '../../values/address.ts';
import { configurationLines } from '../matching/trail.ts';
import type { SipConf } from '../model/model.ts';

/** Why a server with this configuration would not answer, or would keep an older configuration. */
export interface ConfigurationObstacle {
  readonly reason: string;
  readonly config: readonly ConfigurationLine[];
}

/** Undefined for a configuration that the server loads. */
export function configurationObstacle(model: SipConf): ConfigurationObstacle | undefined {
  const stop = model.stops.find(({ place }) => place.file === model.project.root);
  if (stop !== undefined && !(stop.reason === 'include' && !isAtLeast(model.branch, '1.6.2'))) {
    const config = configurationLines(model, [stop]);
    const reason = `The server refuses this sip.conf because of line ${(config[0]?.line ?? 0) + 1} (${STOPS[stop.reason]}). At a start, chan_sip does not load at all, and nothing answers; at a reload, the previous configuration stays in force, whatever the file contains now.`;
    return { reason, config };
  }
  // Before 16, such a line is skipped.
  const bad = model.general.settings.find(
    ({ option, value }) =>
      isAtLeast(model.branch, '16') &&
      /^contact(permit|deny)$/.test(option.key) &&
      parseAcl(value, true).some(item => item.fault !== undefined),
  );
  if (bad === undefined) return undefined;
  const reason = `The address in ${bad.option.name}=${bad.value} in [general] is invalid. At a start, chan_sip does not load at all, and nothing answers; a reload removes all devices.`;
  return { reason, config: configurationLines(model, [bad]) };
}

const STOPS: Readonly<Record<SipConf['reading']['stops'][number]['reason'], string>> = {
  header: 'an unclosed section header',
  parent: 'a section inherits from one that does not exist above it',
  append: '(+) without an earlier section of that name',
  'option-before-section': 'an option before the first section',
  escape: 'a backslash with nothing after it',
  include: 'a missing include file',
  depth: 'includes more than ten levels deep',
};
