import { message } from '../../../../rules/rule.ts';
import { isModuleOn, written } from '../../model/model.ts';
import { atValue, type FileRule, removingLine } from '../rule.ts';

export const noNonceCount: FileRule = {
  code: 'flexisip-conf/no-nonce-count',
  severity: 'warning',
  family: 'security',
  title: 'Digest responses can be replayed',
  why: 'Without `qop=auth`, the server does not check the nonce count, so anyone who records a response can replay it until the nonce expires.',
  fix: 'Remove the line, unless you have clients that do not support qop (RFC 2069).',
  bad: '[module::Authentication]\nenabled=true\nfile-path=/u\ndisable-qop-auth=true\n',
  good: '[module::Authentication]\nenabled=true\nfile-path=/u\n',
  on: 'file',
  *check(model) {
    for (const module of ['module::Authentication', 'module::ExternalAuthentication']) {
      const setting = written(model, module, 'disable-qop-auth');
      if (setting === undefined || !/^(true|1)$/.test(setting.entry.value) || !isModuleOn(model, module))
        continue;
      yield {
        ...atValue(setting),
        message: message(
          'The nonce count is not checked.',
          'A recorded response can be replayed until the nonce expires.',
          'Remove the line unless old clients need it.',
        ),
        fixes: [removingLine('Offer qop=auth', setting)],
      };
    }
  },
};
