import { message } from '../../../../../rules/rule.ts';
import { matchEntry } from '../../facts/addresses.ts';
import { lastOf, lastValue } from '../../model/object.ts';
import { atValue, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

export const identifyMatchesNobody: ObjectRule = {
  code: 'pjsip-conf/identify-matches-nobody',
  severity: 'warning',
  family: 'references',
  title: 'Identify with exclusions only',
  why: 'Entries of `match` that begin with `!` only take addresses away from the entries before them; the last entry that covers an address decides. With nothing else, the identify recognizes nobody.',
  fix: 'Add the network first, as in `match=192.0.2.0/24,!192.0.2.7/32`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[trunk]\ntype=endpoint\ncontext=trunks\nallow=ulaw\nidentify_by=ip\n\n[trunk]\ntype=identify\nendpoint=trunk\nmatch=!192.0.2.7/32\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[trunk]\ntype=endpoint\ncontext=trunks\nallow=ulaw\nidentify_by=ip\n\n[trunk]\ntype=identify\nendpoint=trunk\nmatch=192.0.2.0/24,!192.0.2.7/32\n',
  types: ['identify'],
  on: 'object',
  *check(object) {
    if (object.loss !== undefined) return;
    const { settings } = object;
    const last = lastOf(settings, 'match');
    if (last === undefined) return;
    if ((lastValue(settings, 'match_header') ?? '') !== '') return;
    if ((lastValue(settings, 'match_request_uri') ?? '') !== '') return;
    const entries = settings
      .filter(({ option }) => option.key === 'match')
      .flatMap(({ value }) => value.split(',').map(word => word.trim()))
      .filter(word => word !== '')
      .map(matchEntry);
    if (!entries.every(entry => entry.kind === 'network' && entry.isNegated)) return;
    yield {
      ...atValue(last),
      message: message(
        `The ${named(object)} only excludes addresses.`,
        'It recognizes nobody.',
        'Add the network in front of the exclusions.',
      ),
    };
  },
};
