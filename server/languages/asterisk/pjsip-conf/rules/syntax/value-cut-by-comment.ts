import { message } from '../../../../../rules/rule.ts';
import { commentStart } from '../../../config/line.ts';
import { beginsWithCodec } from '../../../values/codecs.ts';
import { type LineRule, replacing } from '../rule.ts';

export const valueCutByComment: LineRule = {
  code: 'pjsip-conf/value-cut-by-comment',
  severity: 'warning',
  habit: 'rule',
  family: 'syntax',
  title: 'Semicolon inside a value',
  why: 'A `;` starts a comment anywhere, even in a URI: `contact=sip:alice@192.0.2.1;transport=tcp` is silently cut to `sip:alice@192.0.2.1`, and a password loses its end.',
  fix: 'Write `\\;` for a semicolon that is part of the value; put a space before a comment.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=aor\ncontact=sip:alice@192.0.2.1;transport=tcp\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[alice]\ntype=aor\ncontact=sip:alice@192.0.2.1\\;transport=tcp\n',
  on: 'line',
  kinds: ['option'],
  check(line, at) {
    if (line.kind !== 'option') return undefined;
    const semicolon = commentStart(line);
    if (semicolon === undefined || semicolon !== line.end || semicolon === 0) return undefined;
    const before = line.text[semicolon - 1] ?? ' ';
    const after = line.text[semicolon + 1] ?? ' ';
    if (/\s/.test(before) || /[\s;-]/.test(after)) return undefined;
    const isUri = /^<?sips?:/i.test(line.value);
    const range = { ...at, start: semicolon, end: semicolon + 1 };
    if (/(^|\/)(dis)?allow$/.test(line.key)) {
      if (!beginsWithCodec(line.text.slice(semicolon + 1))) return undefined;
      const text = message(
        'The semicolon starts a comment here.',
        'The codecs after it do not count.',
        'Write a comma.',
      );
      return [{ ...range, message: text, fixes: [replacing('Write a comma', range, ',')] }];
    }
    if (!isUri && !secrets.test(line.key)) return undefined;
    const why = isUri
      ? 'The parameters after it are not part of the URI.'
      : 'The rest is not part of the value.';
    const text = message(
      'The semicolon starts a comment here.',
      why,
      'Write "\\;" for a semicolon in the value.',
    );
    return [{ ...range, message: text, fixes: [replacing('Write "\\;"', range, '\\;', isUri)] }];
  },
};

const secrets = /(^|\/)(password|md5_cred|password_digest|callerid|set_var|match_header|match_request_uri)$/;
