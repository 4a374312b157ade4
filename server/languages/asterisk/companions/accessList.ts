import type ipaddr from 'ipaddr.js';
import type { ConfigurationLine } from '../../../sip/explanation.ts';
import { parseAddress, plainAddress } from '../../../sip/ipAddress.ts';
import { appendAll } from '../../../text/longLists.ts';
import type { Branch } from '../config/branch.ts';
import { isAtLeast } from '../config/branch.ts';
import type { AsteriskConf } from '../config/conf.ts';
import type { Setting } from '../config/entry.ts';
import { type AclItem, parseAcl } from '../values/address.ts';
import { type CompanionConf, companionConf } from './companionConf.ts';

/**
 * Since branch 16, a bad line in an access list makes the server drop what the list belongs to: the device or, in [general], all of
 * chan_sip. Earlier branches skip the line (ha_error in build_peer and reload_config).
 */
export function badRuleIsFatal(branch: Branch): boolean {
  return isAtLeast(branch, '16');
}

/** What the access lists decide about one address. */
export interface AccessDecision {
  readonly isAllowed: boolean;
  /** One sentence. */
  readonly detail: string;
  /** The lines that decided; empty when there is no list. */
  readonly lines: readonly Setting[];
  readonly beside: readonly ConfigurationLine[];
  /** True when there is at least one list. */
  readonly hasList: boolean;
}

/** Which lines make up a list: `permit`, `deny` and `acl`, or the same names prefixed with `contact`. */
export type AccessListKind = '' | 'contact';

/**
 * ast_apply_acl: first all permit and deny lines together, where the last match decides (no match allows), then each named
 * list in order; one refusal is enough.
 */
export function applyAccessLists(
  settings: readonly Setting[],
  kind: AccessListKind,
  address: string,
  model: AsteriskConf,
): AccessDecision {
  const named = (key: string): boolean => key === `${kind}acl`;
  const base = settings.filter(
    ({ option, value }) => (option.key === `${kind}permit` || option.key === `${kind}deny`) && value !== '',
  );
  const lists = isAtLeast(model.branch, '11')
    ? settings.filter(({ option, value }) => named(option.key) && value !== '')
    : [];
  const hasList = base.length > 0 || lists.length > 0;
  const source = parseAddress(address);
  const unlisted = { lines: [], beside: [], hasList };
  if (!hasList || source === undefined)
    return { isAllowed: true, detail: 'No access list is set, so every address is allowed.', ...unlisted };
  const last = lastMatch(base, kind, source, isAtLeast(model.branch, '11'));
  if (last !== undefined && !last.isPermit) {
    const detail = `${address} is refused: the last permit or deny line that matches it is ${shown(last.setting)}.`;
    return { isAllowed: false, detail, lines: [last.setting], beside: [], hasList };
  }
  const passed: ConfigurationLine[] = [];
  for (const setting of lists) {
    for (const raw of setting.value.split(',')) {
      const name = raw.trimStart();
      const decision = applyNamed(name, setting, source, address, model);
      if (!decision.isAllowed) return { ...decision, hasList };
      appendAll(passed, decision.beside);
    }
  }
  const detail =
    last === undefined
      ? `${address} is allowed: ${base.length > 0 ? 'no permit or deny line matches it' : 'the named lists allow it'}.`
      : `${address} is allowed: the last permit or deny line that matches it is ${shown(last.setting)}.`;
  const lines = [...(last === undefined ? base.slice(0, 1) : [last.setting]), ...lists];
  return { isAllowed: true, detail, lines, beside: passed, hasList };
}

function applyNamed(
  name: string,
  setting: Setting,
  source: ipaddr.IPv4 | ipaddr.IPv6,
  address: string,
  model: AsteriskConf,
): Omit<AccessDecision, 'hasList'> {
  const conf = companionConf(model, 'acl.conf');
  if (conf === undefined || conf === null) {
    const detail = `There is no acl.conf, so the named list "${name}" restricts no one.`;
    return { isAllowed: true, detail, lines: [setting], beside: [] };
  }
  const section = name === 'general' ? undefined : conf.sections.get(name);
  if (section === undefined) {
    if (!conf.isComplete)
      return {
        isAllowed: true,
        detail: `The list "${name}" may be in a file that was not read.`,
        lines: [setting],
        beside: [],
      };
    const detail = `${address} is refused: acl.conf has no list "${name}", and a missing list refuses everyone.`;
    return { isAllowed: false, detail, lines: [setting], beside: [] };
  }
  const rules = section.settings.filter(({ option }) => option.key === 'permit' || option.key === 'deny');
  const last = lastMatch(rules, '', source, true);
  const beside = [besideLine(conf, last?.setting, section.line)];
  if (last === undefined || last.isPermit)
    return {
      isAllowed: true,
      detail: `The named list "${name}" allows ${address}.`,
      lines: [setting],
      beside,
    };
  const detail = `${address} is refused by the named list "${name}": the last line that matches it is ${shown(last.setting)}.`;
  return { isAllowed: false, detail, lines: [setting], beside };
}

function besideLine(conf: CompanionConf, setting: Setting | undefined, header: number): ConfigurationLine {
  return { file: conf.uri, line: setting === undefined ? header : conf.lineOf(setting) };
}

interface Match {
  readonly setting: Setting;
  readonly isPermit: boolean;
}

function lastMatch(
  settings: readonly Setting[],
  kind: AccessListKind,
  source: ipaddr.IPv4 | ipaddr.IPv6,
  isList: boolean,
): Match | undefined {
  let last: Match | undefined;
  for (const setting of settings) {
    for (const item of parseAcl(setting.value, isList)) {
      if (item.fault !== undefined || !covers(item, source)) continue;
      last = { setting, isPermit: (setting.option.key === `${kind}permit`) !== item.isNegated };
    }
  }
  return last;
}

/** An IPv4 rule also covers an IPv4 address written as IPv6; apart from that, the address families never match. */
function covers(item: AclItem, source: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  const { network } = item;
  if (network === undefined) return false;
  const address = plainAddress(source);
  if (network.kind() !== address.kind()) return false;
  const mask = item.mask?.toByteArray();
  const wanted = network.toByteArray();
  return address.toByteArray().every((byte, index) => {
    const bits = mask?.[index] ?? maskByte(item.bits ?? 0, index);
    return (byte & bits) === ((wanted[index] ?? 0) & bits);
  });
}

function maskByte(bits: number, index: number): number {
  const left = Math.min(Math.max(bits - index * 8, 0), 8);
  return (0xff << (8 - left)) & 0xff;
}

function shown(setting: Setting): string {
  return `${setting.option.name}=${setting.value}`;
}
