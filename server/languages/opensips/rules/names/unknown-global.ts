import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { coreFacts, globalFacts } from '../../facts/facts.ts';
import { existsIn, isAtLeast } from '../../facts/versions.ts';
import { type GlobalRule, replacing } from '../rule.ts';

export const unknownGlobal: GlobalRule = {
  code: 'opensips-cfg/unknown-global',
  severity: 'error',
  family: 'names',
  title: 'Global parameter that this version does not have',
  why: 'An unknown global parameter is a syntax error for OpenSIPS: the server does not start.',
  fix: 'Correct the name, or use the parameter that replaced it.',
  bad: 'log_levle=3\nsocket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  good: 'log_level=3\nsocket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\n',
  on: 'global',
  *check(item, model) {
    const name = item.name.text;
    const facts = globalFacts(name);
    if (facts !== undefined && existsIn(model.version, facts)) return;
    if (facts === undefined) {
      const guess = nearest(
        name,
        coreFacts.globals.filter(one => existsIn(model.version, one)).map(one => one.name),
      );
      yield {
        span: item.name,
        message: message(
          `There is no global parameter \`${name}\`.`,
          'OpenSIPS does not start.',
          guess === undefined ? 'Remove it.' : `Did you mean \`${guess}\`?`,
        ),
        ...(guess === undefined ? {} : { fixes: [replacing(`Write ${guess}`, item.name, guess)] }),
      };
      return;
    }
    const gone = facts.removed !== undefined && isAtLeast(model.version, facts.removed);
    const predecessor = gone
      ? undefined
      : coreFacts.globals.find(one => one.replacedBy === name && existsIn(model.version, one));
    const replacedBy = facts.replacedBy ?? predecessor?.name;
    const simple = replacedBy !== undefined && globalFacts(replacedBy) !== undefined;
    yield {
      span: item.name,
      message: message(
        gone
          ? `The global parameter \`${name}\` was removed in ${facts.removed ?? ''}.`
          : `The global parameter \`${name}\` was added in ${facts.since ?? ''}.`,
        `OpenSIPS ${model.version} does not start.`,
        predecessor !== undefined
          ? `Write \`${predecessor.name}\`, its older name.`
          : gone && replacedBy !== undefined
            ? `Replaced by ${replacedBy}.`
            : 'Remove it.',
      ),
      ...((gone || predecessor !== undefined) &&
      simple &&
      existsIn(model.version, globalFacts(replacedBy) ?? {})
        ? { fixes: [replacing(`Write ${replacedBy}`, item.name, replacedBy, true)] }
        : {}),
    };
  },
};
