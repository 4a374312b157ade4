import { message } from '../../../../../rules/rule.ts';
import { parseAddress } from '../../../../../sip/ipAddress.ts';
import { editDistance } from '../../../../../text/spelling.ts';
import { atValue, type Finding, type OptionRule, type OptionSubject, replacing } from '../rule.ts';

export const invalidHost: OptionRule = {
  code: 'sip-conf/invalid-host',
  severity: 'error',
  family: 'devices',
  title: 'Host that cannot be looked up',
  why: 'The value is `dynamic`, one IP address, or one DNS name. With a port, a netmask, a list or an invalid number, the lookup fails: the server logs an error, and the device has no address, so calls from it are not matched. With an empty value, the server drops the device.',
  fix: 'Write one address or name; use `port` for a port and `permit` for networks.',
  bad: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.0/24\nsecret=Kx7-pq9-Lw2\n',
  good: '[general]\n\n[trunk]\ntype=peer\nhost=192.0.2.10\nsecret=Kx7-pq9-Lw2\n',
  on: 'option',
  options: ['host', 'defaultip'],
  check(subject) {
    if (subject.role === 'general' || isUsual(subject) || isOverridden(subject)) return undefined;
    const finding = judge(subject);
    return finding === undefined ? undefined : [finding];
  },
};

/** What nearly every device of a large file has. */
function isUsual({ name, option }: OptionSubject): boolean {
  return name === 'host' && option.value === 'dynamic';
}

/** Only the last host that is not `dynamic` is looked up; for `defaultip`, every line is. */
function isOverridden({ name, place, line }: OptionSubject): boolean {
  if (name !== 'host') return false;
  const last = place.section.lines.findLastIndex(
    other => other.kind === 'option' && other.key === 'host' && other.value.toLowerCase() !== 'dynamic',
  );
  return last > line;
}

function judge(subject: OptionSubject): Finding | undefined {
  const { option, name } = subject;
  // The server looks up the text before a semicolon.
  const value = name === 'host' ? (option.value.split(';')[0] ?? '') : option.value;
  const at = atValue(subject);
  const effect =
    name === 'host'
      ? 'The lookup fails, and the device has no address.'
      : 'The lookup fails, and the server drops the device.';
  if (value === '') {
    if (name === 'defaultip') return undefined;
    return {
      ...at,
      message: message(
        'The host is empty.',
        'The server drops the device.',
        'Set it to dynamic, an address or a name.',
      ),
    };
  }
  if (name === 'host' && value.toLowerCase() === 'dynamic') return undefined;
  if (parseAddress(value) !== undefined) return undefined;
  if (name === 'host' && !value.includes('.') && editDistance(value.toLowerCase(), 'dynamic', 2) <= 2) {
    const fixes = [replacing('Change to "dynamic"', at, 'dynamic')];
    return {
      ...at,
      message: message(`"${value}" is looked up as a host name.`, effect, 'Did you mean "dynamic"?'),
      fixes,
    };
  }
  const fault = faultOf(value);
  if (fault === undefined) return undefined;
  return { ...at, message: message(`"${value}" ${fault.what}.`, effect, fault.todo) };
}

function faultOf(value: string): { what: string; todo: string } | undefined {
  if (/[,\s]/.test(value))
    return { what: 'is more than one name', todo: 'Write one; use one section for each.' };
  if (/^sips?:/i.test(value) || value.includes('@'))
    return { what: 'is a SIP address', todo: 'Write only the host.' };
  if (value.includes('/'))
    return { what: 'is a network', todo: 'Write one address, and use permit for networks.' };
  if (/^[^:]*:\d*$/.test(value) || /^\[.*\]:\d*$/.test(value))
    return { what: 'contains a port', todo: 'Move the port to "port".' };
  if (/^[\d.]+$/.test(value)) return { what: 'is not a valid IP address', todo: 'Correct the number.' };
  if (/[^A-Za-z0-9._:%[\]-]/.test(value) && !/[^\x20-\x7e]/.test(value)) {
    return {
      what: 'contains characters that are not allowed in host names',
      todo: 'Write one address or name.',
    };
  }
  return undefined;
}
