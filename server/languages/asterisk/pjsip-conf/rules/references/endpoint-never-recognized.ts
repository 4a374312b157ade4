import { message } from '../../../../../rules/rule.ts';
import { isAnonymous } from '../../model/access.ts';
import { lastOf } from '../../model/object.ts';
import { atValue, type ObjectRule } from '../rule.ts';
import { named } from '../texts.ts';

/** identify_by is for the identifiers username and auth_username; the others need an identify or a registration with line=yes. */
export const endpointNeverRecognized: ObjectRule = {
  code: 'pjsip-conf/endpoint-never-recognized',
  severity: 'information',
  habit: 'rule',
  family: 'references',
  title: 'Endpoint that no caller can be recognized as',
  why: '`identify_by` without `username` means that the endpoint is not found by the name in the From header. It then needs an identify, or a registration with `line=yes` and this endpoint. Without one, Asterisk can call the endpoint, but refuses every call and registration from it like those of an unknown caller.',
  fix: 'Add an identify with its addresses, or remove `identify_by`.',
  bad: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[trunk]\ntype=endpoint\ncontext=trunks\nallow=ulaw\nidentify_by=ip\n',
  good: '[udp]\ntype=transport\nbind=0.0.0.0\n\n[trunk]\ntype=endpoint\ncontext=trunks\nallow=ulaw\nidentify_by=ip\n\n[trunk]\ntype=identify\nendpoint=trunk\nmatch=192.0.2.1\n',
  types: ['endpoint'],
  options: ['identify_by'],
  on: 'object',
  isIndividual: true,
  check(object, model) {
    if (!model.isWhole || object.isMade || object.loss !== undefined || isAnonymous(object.name))
      return undefined;
    const setting = lastOf(object.settings, 'identify_by');
    if (setting === undefined || /username/i.test(setting.value)) return undefined;
    const isFound = model
      .usersOf('endpoint', object.name)
      .some(({ type }) => type === 'identify' || type === 'registration');
    if (isFound) return undefined;
    return [
      {
        ...atValue(setting),
        message: message(
          `Nothing recognizes callers as the ${named(object)}.`,
          'Asterisk can call it, but refuses every call from it.',
          'Add an identify, or remove identify_by.',
        ),
      },
    ];
  },
};
