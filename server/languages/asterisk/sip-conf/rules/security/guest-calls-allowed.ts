import { message } from '../../../../../rules/rule.ts';
import { endOfLineLike } from '../../../../../text/lines.ts';
import { dialplanContexts } from '../../../companions/contexts.ts';
import { isTrue } from '../../../values/truth.ts';
import { isGeneralWhole } from '../../model/whole.ts';
import { atHeader, atValue, type GeneralRule, replacing } from '../rule.ts';

export const guestCallsAllowed: GeneralRule = {
  code: 'sip-conf/guest-calls-allowed',
  severity: 'warning',
  family: 'security',
  title: 'Guest calls are accepted',
  why: 'With `allowguest=yes`, the default, a call that matches no device is not refused: it goes to the context of [general] without a password. Anyone who can reach the server can dial everything in that context at your expense. Even with `allowguest=no`, some requests are answered without a password: OPTIONS (unless `auth_options_requests=yes`), MESSAGE with `auth_message_requests=no`, a keep-alive NOTIFY, and refusals of REFER, PUBLISH, INFO and unknown methods.',
  fix: 'Set `allowguest=no`. If you need calls from unknown callers, set a context in [general] that contains only the extensions meant for them.',
  bad: '[general]\ncontext=internal\n',
  good: '[general]\ncontext=internal\nallowguest=no\n',
  on: 'general',
  *check(general, model) {
    const setting = general.last('allowguest');
    if (general.entry === undefined) return;
    if (setting === undefined ? !isGeneralWhole(model) : !isTrue(setting.value)) return;
    const context = general.last('context')?.value ?? 'default';
    const known = dialplanContexts(model);
    if (known !== undefined && !known.has(context)) return;
    const what =
      setting === undefined
        ? '"allowguest" is not set, and its default is yes.'
        : 'Guest calls are accepted.';
    const why = `Anyone can dial everything in the context "${context}" without a password.`;
    const text = message(what, why, 'Set allowguest=no, or set a separate context for guests.');
    if (setting !== undefined) {
      yield {
        ...atValue(setting),
        message: text,
        fixes: [replacing('Change to "no"', atValue(setting), 'no')],
      };
      return;
    }
    const { header, place } = general.entry;
    const end = header.text.length;
    const eol = endOfLineLike(header.text);
    const edit = {
      place,
      line: 0,
      start: end,
      end,
      newText: header.text.endsWith('\n') ? `allowguest=no${eol}` : `${eol}allowguest=no`,
    };
    yield {
      ...atHeader(general.entry),
      message: text,
      fixes: [{ title: 'Insert "allowguest=no"', edits: [edit] }],
    };
  },
};
