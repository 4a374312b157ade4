import { message } from '../../../../../rules/rule.ts';
import { missingContext } from '../../../companions/missingContext.ts';
import { isFalse } from '../../../values/truth.ts';
import { atValue, type OptionRule, type OptionSubject, replacing } from '../rule.ts';

export const undefinedContext: OptionRule = {
  code: 'sip-conf/undefined-context',
  severity: 'warning',
  habit: 'message',
  family: 'dialplan',
  title: 'Context that extensions.conf does not have',
  why: 'Calls from the device get 404, because the context does not exist. Context names are case-sensitive.',
  fix: 'Correct the name, or add the context to extensions.conf.',
  bad: '[general]\ncontext=intern\n',
  files: { 'extensions.conf': '[internal]\nexten => 100,1,Hangup()\n' },
  good: '[general]\ncontext=internal\n',
  on: 'option',
  options: ['context', 'subscribecontext', 'outofcall_message_context'],
  check(subject) {
    const { option, model, name } = subject;
    const missing = isForGuestsAlone(subject) ? undefined : missingContext(model, option.value);
    if (missing === undefined) return undefined;
    const { what, todo, near } = missing;
    const why = name === 'context' ? 'Calls get 404.' : 'The server finds nothing in it.';
    const at = atValue(subject);
    return [
      {
        ...at,
        message: message(what, why, todo),
        fixes: near === undefined ? [] : [replacing(`Change to "${near}"`, at, near)],
      },
    ];
  },
};

/** The context of [general] is for guests: when guests are refused, no call reaches it, as long as each device has its own. */
function isForGuestsAlone({ role, name, model }: OptionSubject): boolean {
  if (role !== 'general' || name !== 'context') return false;
  const guests = model.general.last('allowguest');
  return guests !== undefined && isFalse(guests.value);
}
