import { message } from '../../../../rules/rule.ts';
import { effective, type FlexisipModel, flag, isKnown, isModuleOn } from '../../model/model.ts';
import { atSettingOr, type FileRule } from '../rule.ts';

export const missingSetting: FileRule = {
  code: 'flexisip-conf/missing-setting',
  severity: 'warning',
  family: 'settings',
  title: 'Enabled without a setting that it needs',
  why: 'The module or option does not work without another setting, whose default is empty.',
  fix: 'Add the setting, or disable the module or option.',
  bad: '[module::Redirect]\nenabled=true\n',
  good: '[module::Redirect]\nenabled=true\ncontact=<sip:127.0.0.1:5065>\n',
  on: 'file',
  *check(model) {
    for (const need of needs) {
      if (!isKnown(model, need.section, need.key) || !isOn(model, need)) continue;
      const [section, key] = need.needed;
      if (!isKnown(model, section, key) || effective(model, section, key).value.trim() !== '') continue;
      const { setting } = effective(model, need.section, need.key);
      const where = section === need.section ? '' : ` of [${section}]`;
      yield {
        ...atSettingOr(model, setting, need.section),
        message: message(
          `\`${key}\`${where} is not set.`,
          need.why,
          `Set \`${key}\`, or disable \`${need.key}\` of [${need.section}].`,
        ),
      };
    }
  },
};

interface Need {
  readonly section: string;
  readonly key: string;
  /** The value that enables it, if it is not a Boolean. */
  readonly value?: string;
  readonly needed: readonly [section: string, key: string];
  readonly why: string;
}

function isOn(model: FlexisipModel, { section, key, value }: Need): boolean {
  if (section.startsWith('module::') && !isModuleOn(model, section)) return false;
  return value === undefined ? flag(model, section, key) : effective(model, section, key).value === value;
}

function inModule(module: string, needed: string, why: string): Need {
  return { section: `module::${module}`, key: 'enabled', needed: [`module::${module}`, needed], why };
}

const needs: readonly Need[] = [
  inModule('Authentication', 'auth-domains', 'Every request gets `403 Domain forbidden`.'),
  inModule('GatewayAdapter', 'gateway', 'There is no gateway to register with.'),
  inModule('LoadBalancer', 'routes', 'There is no server to distribute requests to.'),
  inModule('Redirect', 'contact', 'There is no target to redirect to.'),
  inModule('StatisticsCollector', 'collector-address', 'No report is recognized.'),
  inModule('ExternalAuthentication', 'remote-auth-uri', 'There is no server to ask for passwords.'),
  inModule('DateHandler', 'assign-date-command', 'There is no command to get the date from.'),
  inModule('GarbageIn', 'filter', 'Without a filter, the module discards every message.'),
  {
    section: 'module::Authorization',
    key: 'auth-domains-mode',
    value: 'flexiapi',
    needed: ['global::flexiapi', 'url'],
    why: 'The list of domains cannot be loaded.',
  },
  {
    section: 'cluster',
    key: 'enabled',
    needed: ['cluster', 'nodes'],
    why: 'The other proxies of the cluster are unknown.',
  },
  {
    section: 'b2bua-server',
    key: 'application',
    value: 'sip-bridge',
    needed: ['b2bua-server::sip-bridge', 'providers'],
    why: 'There is no account to place calls with.',
  },
];
