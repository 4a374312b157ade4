import { message } from '../../../../../rules/rule.ts';
import { hasHints } from '../../../companions/dialplan.ts';
import { atValue, type OptionRule } from '../rule.ts';

export const subscribeContextWithoutHints: OptionRule = {
  code: 'sip-conf/subscribe-context-without-hints',
  severity: 'warning',
  habit: 'message',
  family: 'dialplan',
  title: 'Subscription context without hints',
  why: 'A lamp or presence key subscribes to an extension, and the server looks for a hint of that extension only in `subscribecontext` (get_destination). Without a hint, every SUBSCRIBE gets 404, and the lamps stay off.',
  fix: 'Add hints to the context, such as `exten => 201,hint,SIP/alice`, or include the context that has them.',
  bad: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nsubscribecontext=phones\n',
  files: {
    'extensions.conf':
      '[phones]\nexten => 201,1,Dial(SIP/alice)\n\n[lamps]\nexten => 201,hint,SIP/alice\n\n[default]\nexten => 201,1,Dial(SIP/alice)\n',
  },
  good: '[general]\n\n[alice]\ntype=friend\nhost=dynamic\nsecret=Kx7-pq9-Lw2\nsubscribecontext=lamps\n',
  on: 'option',
  options: ['subscribecontext'],
  check(subject) {
    const { option, model } = subject;
    if (option.value === '' || hasHints(model, option.value) !== false) return undefined;
    const text = message(
      `The context "${option.value}" in extensions.conf has no hints.`,
      'Every SUBSCRIBE for the state of an extension gets 404.',
      'Add hints there, or use the context that has them.',
    );
    return [{ ...atValue(subject), message: text }];
  },
};
