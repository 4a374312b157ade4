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
  title: 'Calls from anyone are taken',
  why: 'With `allowguest=yes`, which is the default, a call that matches no device is not refused: it runs in the context of [general], without a password. Whatever that context can dial, anyone on the network can dial, at your cost. Also with `allowguest=no` some requests are answered without a password: OPTIONS (unless `auth_options_requests=yes`), MESSAGE with `auth_message_requests=no`, a keep-alive NOTIFY, and refusals of REFER, PUBLISH, INFO and unknown methods.',
  fix: 'Set `allowguest=no`. Where outside calls must come in without a device, give [general] a context that reaches nothing but the numbers meant for strangers.',
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
      setting === undefined ? '"allowguest" is not set, and its default is yes.' : 'Guests may call.';
    const why = `Anyone can dial what the context "${context}" reaches, without a password.`;
    const text = message(what, why, 'Set allowguest=no, or give guests a context of their own.');
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
