import { message } from '../../../../../rules/rule.ts';
import type { Question } from '../../../config/lines.ts';
import { atValue, type DeviceRule, whom } from '../rule.ts';

export const noCodecLeft: DeviceRule = {
  code: 'sip-conf/no-codec-left',
  severity: 'warning',
  family: 'media',
  title: 'Device without a codec',
  why: '`disallow=all` removes every codec, and no later line allows one, so every call is refused with 488. Lines are evaluated in file order.',
  fix: 'Add `allow=` lines after `disallow=all`.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nallow=alaw\ndisallow=all\n',
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\ndisallow=all\nallow=alaw\n',
  on: 'device',
  options: ['allow', 'disallow'],
  reads: [],
  *check(device) {
    const lines = device.filter(codecLine);
    const cut = lines.findLastIndex(({ option, value }) => {
      const words = value
        .toLowerCase()
        .split(/[,|]/)
        .map(word => word.trim());
      return option.key === 'disallow' ? words.includes('all') : words.at(-1) === '!all';
    });
    const at = lines[cut];
    if (
      at === undefined ||
      lines.slice(cut + 1).some(({ option, value }) => option.key === 'allow' && value !== '')
    )
      return;
    const range = atValue(at);
    const text = message(
      `There is no codec left for ${whom(device, at)}.`,
      'Every call from it is refused with 488.',
      'Add allow lines after this one.',
    );
    yield { ...range, message: text };
  },
};

const codecLine: Question = {
  which: 'last',
  fits: ({ option }) => option.key === 'allow' || option.key === 'disallow',
};
