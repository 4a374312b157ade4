import { message } from '../../../../rules/rule.ts';
import { atValue, type Finding, inValue, replacing, type SettingRule, type SettingSubject } from '../rule.ts';

export const sociPlaceholders: SettingRule = {
  code: 'flexisip-conf/soci-placeholders',
  severity: 'warning',
  family: 'authentication',
  title: 'SQL query with wrong placeholders',
  why: '`:id`, `:domain` and `:authid` are bound parameters. In quotes they are plain text. The user, `:id`, is always bound. Without `:domain`, users with the same name in two domains share a password.',
  fix: 'Write the placeholders without quotes, and use `:id` and `:domain`.',
  bad: "[module::Authentication]\nsoci-password-request=select password, algorithm from accounts where login = ':id' and domain = ':domain'\n",
  good: '[module::Authentication]\nsoci-password-request=select password, algorithm from accounts where login = :id and domain = :domain\n',
  on: 'setting',
  keys: ['soci-password-request', 'soci-user-with-phone-request', 'soci-users-with-phones-request'],
  check(subject) {
    const known = placeholders[subject.item.key];
    if (known === undefined || subject.entry.value.trim() === '') return undefined;
    return [...judgeRequest(subject, known)];
  },
};

interface Placeholders {
  readonly needed: readonly string[];
  readonly allowed: readonly string[];
}

const placeholders: Readonly<Record<string, Placeholders>> = {
  'soci-password-request': { needed: ['id'], allowed: ['domain', 'authid'] },
  'soci-user-with-phone-request': { needed: ['phone'], allowed: ['domain'] },
  'soci-users-with-phones-request': { needed: ['phones'], allowed: ['domain'] },
};

function* judgeRequest(subject: SettingSubject, { needed, allowed }: Placeholders): Generator<Finding> {
  const { value } = subject.entry;
  const found = new Set<string>();
  for (const match of value.matchAll(/(['"]?)(?<![\w:]):([A-Za-z]\w*)(['"]?)/g)) {
    const [whole, open = '', name = '', close = ''] = match;
    if (!needed.includes(name) && !allowed.includes(name)) {
      if (open !== '' && close !== '') continue;
      const names = [...needed, ...allowed].map(known => `\`:${known}\``).join(', ');
      const at = inValue(subject, match.index + open.length, match.index + open.length + name.length + 1);
      const what = `\`:${name}\` is not a placeholder of this query.`;
      yield {
        ...at,
        message: message(what, 'Nothing is bound to it, so the query fails.', `Use ${names}.`),
      };
      continue;
    }
    found.add(name);
    if (open === '' || close !== open) continue;
    const at = inValue(subject, match.index, match.index + whole.length);
    yield {
      ...at,
      message: message(
        `\`:${name}\` is in quotes.`,
        'It is a bound parameter. In quotes it is plain text, which matches no user.',
        'Remove the quotes.',
      ),
      fixes: [replacing('Remove the quotes', at, `:${name}`, true)],
    };
  }
  for (const name of needed) {
    if (found.has(name)) continue;
    const what = `\`:${name}\` is missing.`;
    yield {
      ...atValue(subject),
      message: message(what, 'The result is the same for every user.', `Use \`:${name}\`.`),
    };
  }
  if (subject.item.key === 'soci-password-request' && found.has('id') && !found.has('domain')) {
    yield {
      ...atValue(subject),
      message: message(
        '`:domain` is missing.',
        'Users with the same name in two domains share a password.',
        'Use `:domain` as well.',
      ),
    };
  }
}
