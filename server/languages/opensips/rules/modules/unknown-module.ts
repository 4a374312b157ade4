import { message } from '../../../../rules/rule.ts';
import { nearest } from '../../../../text/spelling.ts';
import { moduleFacts, moduleNames } from '../../facts/facts.ts';
import { kamailioModules } from '../../facts/kamailio.ts';
import { isPrivateModule } from '../../facts/privateModules.ts';
import { existsIn, isAtLeast, type Version } from '../../facts/versions.ts';
import { moduleNameOf } from '../../model/placed.ts';
import { stringValue } from '../../syntax/token.ts';
import { type LoadModuleRule, replacing } from '../rule.ts';

export const unknownModule: LoadModuleRule = {
  code: 'opensips-cfg/unknown-module',
  severity: 'error',
  family: 'modules',
  title: 'Module that this version does not have',
  why: 'If a module file cannot be loaded, the server does not start.',
  fix: 'Correct the name, or load the module that replaced it.',
  bad: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/maxfwrd.so"\n',
  good: 'socket=udp:127.0.0.1:5060\nloadmodule "/modules/proto_udp.so"\nloadmodule "/modules/maxfwd.so"\n',
  on: 'loadmodule',
  *check(item, _, model) {
    if (item.path === undefined) return;
    const path = stringValue(item.path);
    const name = moduleNameOf(path);
    if (!path.endsWith('.so') || model.privateNames.isModule(name)) return;
    const facts = moduleFacts(name);
    if (facts !== undefined && existsIn(model.version, facts)) return;
    if (facts === undefined && kamailioModules.has(name)) {
      yield {
        span: item.path,
        message: message(
          `OpenSIPS ${model.version} has no module \`${name}\`, which belongs to Kamailio.`,
          'The server does not start.',
          kamailioModules.get(name) ?? 'Remove the line, and what uses the module.',
        ),
      };
      return;
    }
    // Since 3.6 the server knows that these were merged into core or renamed.
    const isOwnWork = facts === undefined && path.includes('/');
    if (facts === undefined && isPrivateModule(name)) {
      yield {
        span: item.path,
        severity: 'warning',
        message: message(
          `OpenSIPS ${model.version} has no module \`${name}\`.`,
          'Unless you have built it yourself, the server does not start. Its functions, parameters and variables are not checked.',
          'Check the name, or list your own modules in the setting `opensips.modules`; **SIP: Harvest Private Modules** fills it in.',
        ),
      };
      return;
    }
    const at = item.path;
    if (facts === undefined) {
      const guess = nearest(
        name,
        moduleNames().filter(one => existsIn(model.version, moduleFacts(one) ?? {})),
      );
      yield {
        span: at,
        meantModule: guess,
        message: message(
          `OpenSIPS ${model.version} has no module \`${name}\`.`,
          isOwnWork
            ? 'The server does not start unless you have built this module yourself.'
            : 'The server does not start.',
          guess === undefined ? 'Check the name.' : `Did you mean \`${guess}\`?`,
        ),
        ...(guess === undefined
          ? {}
          : { fixes: [replacing(`Load ${guess}`, at, at.text.replace(name, guess))] }),
      };
      return;
    }
    if (name === 'event_route' && isAtLeast(model.version, '3.6')) return;
    const gone = facts.removed !== undefined && isAtLeast(model.version, facts.removed);
    const isYetToCome = !gone && facts.since !== undefined && !isAtLeast(model.version, facts.since);
    const successor = facts.replacedBy ?? otherName(name, model.version);
    const simple = successor !== undefined && moduleFacts(successor) !== undefined;
    yield {
      span: at,
      message: message(
        gone
          ? `The module \`${name}\` was removed in ${facts.removed ?? ''}.`
          : isYetToCome
            ? `The module \`${name}\` was added in ${facts.since ?? ''}.`
            : `OpenSIPS ${model.version} has no module \`${name}\`, unlike other versions.`,
        `OpenSIPS ${model.version} does not start.`,
        successor === undefined
          ? 'Remove it and everything that uses it.'
          : gone
            ? `Replaced by ${successor}.`
            : `In this version it is \`${successor}\`.`,
      ),
      ...(simple && existsIn(model.version, moduleFacts(successor) ?? {})
        ? { fixes: [replacing(`Load ${successor}`, at, at.text.replace(name, successor))] }
        : {}),
    };
  },
};

/** The name that a module has in a version before or between those that know it by the given one. */
function otherName(name: string, version: Version): string | undefined {
  return moduleNames().find(one => {
    const facts = moduleFacts(one);
    return facts?.replacedBy === name && existsIn(version, facts);
  });
}
