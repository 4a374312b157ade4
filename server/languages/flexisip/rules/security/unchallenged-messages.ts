import { message } from '../../../../rules/rule.ts';
import { isModuleOn, written } from '../../model/model.ts';
import { atValue, type FileRule } from '../rule.ts';

export const unchallengedMessages: FileRule = {
  code: 'flexisip-conf/unchallenged-messages',
  severity: 'warning',
  family: 'security',
  title: 'Filter that lets messages pass authentication',
  why: 'A message for which the filter of the Authentication module is false is not challenged at all, and continues to the Registrar and the Router.',
  fix: 'Challenge every message, and list the peers that need no password in `trusted-hosts`.',
  bad: "[module::Authentication]\nenabled=true\nfile-path=/u\nfilter=request.method == 'REGISTER'\n",
  good: '[module::Authentication]\nenabled=true\nfile-path=/u\n',
  on: 'file',
  *check(model) {
    for (const module of ['module::Authentication', 'module::ExternalAuthentication']) {
      if (!isModuleOn(model, module)) continue;
      const filter = written(model, module, 'filter');
      const isSet = filter !== undefined && filter.entry.value !== '';
      if (isSet && !/^(true|is_request)$/.test(filter.entry.value.trim())) {
        yield {
          ...atValue(filter),
          message: message(
            'Messages are not challenged if this is false.',
            'They pass without a password.',
            'Make sure that a stranger cannot craft a message that makes it false.',
          ),
        };
      }
      for (const key of isSet ? [] : ['from-domains', 'to-domains']) {
        const domains = written(model, module, key);
        if (domains === undefined || /^\*?$/.test(domains.entry.value)) continue;
        yield {
          ...atValue(domains),
          message: message(
            'Messages from other domains are not challenged.',
            'They pass without a password.',
            'Remove the line: `auth-domains` refuses other domains.',
          ),
        };
      }
    }
  },
};
