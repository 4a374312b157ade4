import { message } from '../../../../../rules/rule.ts';
import type { Branch } from '../../../config/branch.ts';
import type { Setting } from '../../../config/entry.ts';
import { parseRegister } from '../../facts/registerLine.ts';
import { allDevices } from '../../model/allDevices.ts';
import type { SipConf } from '../../model/model.ts';
import { callbackRegisterLine } from '../../model/registrations.ts';
import { atName, type Finding, type GeneralRule, removingLine } from '../rule.ts';

export const duplicateRegister: GeneralRule = {
  code: 'sip-conf/duplicate-register',
  severity: 'information',
  family: 'registration',
  title: 'Account registered twice',
  why: 'The server registers once for each distinct line and ignores duplicates (sip_register). Two different lines for one account, a line and a device with `callbackextension`, or a line and a section of users.conf with `registersip`, register it twice: the provider keeps both contacts and sends each call twice, or keeps only the later one.',
  fix: 'Keep one of the lines.',
  bad: '[general]\nregister => u100:Kx7-pq9-Lw2@sip.example.org/100\nregister => u100:Kx7-pq9-Lw2@sip.example.org/100\n',
  good: '[general]\nregister => u100:Kx7-pq9-Lw2@sip.example.org/100\n',
  since: '13',
  on: 'general',
  *check(general, model) {
    const lines = new Map<string, Setting>();
    const accounts = new Map<string, Setting>();
    const registers = general.all('register');
    if (registers.length === 0) return;
    const others = accountsOfDevices(model);
    for (const line of registers) {
      const same = lines.get(line.value);
      const account = accountOf(line.value, model.branch);
      const first =
        same ?? (account === undefined ? undefined : (accounts.get(account) ?? others.get(account)));
      if (same !== undefined) yield sameLine(line, same);
      else if (first !== undefined) yield sameAccount(line, first);
      lines.set(line.value, line);
      if (account !== undefined && !accounts.has(account)) accounts.set(account, line);
    }
  },
};

function sameLine(line: Setting, first: Setting): Finding {
  return {
    ...atName(line),
    message: message(
      'The same register line already exists above.',
      'The server ignores the duplicate.',
      'Remove the line.',
    ),
    related: [{ ...atName(first), message: 'The first one counts.' }],
    fixes: [removingLine('Remove the line', line)],
    tag: 'unnecessary',
  };
}

function sameAccount(line: Setting, first: Setting): Finding {
  return {
    ...atName(line),
    message: message(
      sourceOf(first),
      'The provider may send each call twice, or only to the later registration.',
      'Keep one of them.',
    ),
    related: [{ ...atName(first), message: 'This line registers the account.' }],
  };
}

function sourceOf({ option, entry }: Setting): string {
  if (option.key === 'callbackextension')
    return `callbackextension of "${entry.header.name}" registers the same account.`;
  return option.key === 'registersip'
    ? 'A section of users.conf with registersip registers the same account.'
    : 'A line above registers the same account.';
}

/** User, domain and server of a line; undefined for one that the server refuses. Different ports and transports may mean different servers. */
function accountOf(value: string, branch: Branch): string | undefined {
  const { accepted, user, domain, host, port, transport } = parseRegister(value, branch);
  if (!accepted || user === undefined || user.value === '' || (host?.value ?? '') === '') return undefined;
  return [user.value, domain?.value.toLowerCase() ?? '', host?.value.toLowerCase(), port, transport].join(
    ' ',
  );
}

/** The accounts that devices with `callbackextension` and sections of users.conf with `registersip` register. */
function accountsOfDevices(model: SipConf): ReadonlyMap<string, Setting> {
  const accounts = new Map<string, Setting>();
  for (const device of allDevices(model) ?? []) {
    const setting = device.last('callbackextension');
    const line = device.isPeer ? callbackRegisterLine(device, model.branch) : undefined;
    const account = line === undefined ? undefined : accountOf(line, model.branch);
    if (account !== undefined && setting !== undefined) accounts.set(account, setting);
  }
  for (const { text, from } of model.users?.registerLines ?? []) {
    const account = accountOf(text, model.branch);
    const [setting] = from;
    if (account !== undefined && setting !== undefined) accounts.set(account, setting);
  }
  return accounts;
}
