import { message } from '../../../../rules/rule.ts';
import { globalFacts } from '../../facts/facts.ts';
import { existsIn, isAtLeast } from '../../facts/versions.ts';
import { type GlobalRule, replacing } from '../rule.ts';

export const deprecatedGlobal: GlobalRule = {
  code: 'opensips-cfg/deprecated-global',
  severity: 'information',
  family: 'migration',
  title: 'Old name of a global parameter',
  why: 'OpenSIPS still accepts the old name and logs a warning; a later version refuses it.',
  fix: 'Write the new name.',
  bad: 'listen=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  until: '4.0',
  on: 'global',
  *check(item, model) {
    const facts = globalFacts(item.name.text);
    if (facts?.deprecatedSince === undefined || !existsIn(model.version, facts)) return;
    if (!isAtLeast(model.version, facts.deprecatedSince)) return;
    const replacement = facts.replacedBy ?? '';
    yield {
      span: item.name,
      tag: 'deprecated',
      message: message(
        `\`${facts.name}\` is the old name of \`${replacement}\`.`,
        `OpenSIPS ${facts.removed ?? '4.0'} refuses it.`,
        `Write \`${replacement}\`.`,
      ),
      fixes: [replacing(`Write ${replacement}`, item.name, replacement, true)],
    };
  },
};
