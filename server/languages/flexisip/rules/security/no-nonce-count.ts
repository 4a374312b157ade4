import { message } from '../../../../rules/rule.ts';
import { isModuleOn, written } from '../../model/model.ts';
import { atValue, type FileRule, removingLine } from '../rule.ts';

export const noNonceCount: FileRule = {
  code: 'flexisip-conf/no-nonce-count',
  severity: 'warning',
  family: 'security',
  title: 'Answers to challenges can be replayed',
  why: 'Without `qop=auth` the nonce count is not checked: anyone who records an answer can send it again until the nonce expires.',
  fix: 'Remove the line, unless clients that do not know qop (RFC 2069) must be served.',
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
          'A recorded answer can be replayed until the nonce expires.',
          'Remove the line unless old clients need it.',
        ),
        fixes: [removingLine('Offer qop=auth', setting)],
      };
    }
  },
};
