import { appendAll } from '../../../../../text/longLists.ts';
import type { ProposedChange, ProposedEdit } from '../../../../explanation.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { LinePlace, Setting } from '../../../config/entry.ts';
import { deviceAccess, deviceHost, deviceInsecure, deviceTransports } from '../../model/deviceState.ts';
import type { Device, SipConf } from '../../model/model.ts';
import { devicesAt } from '../addressTable.ts';
import { deviceSecret } from '../credentials.ts';
import { deviceNamed, lastTypeLine } from '../findDevice.ts';
import type { BareExplanation } from '../matchingExplanation.ts';
import type { MatchingInput } from '../matchingInput.ts';

/** Lines that would change the outcome, the safest first. */
export function proposedChanges(
  model: SipConf,
  input: MatchingInput,
  explanation: BareExplanation,
): ProposedChange[] {
  const { method } = explanation;
  const changes =
    method === 'INVITE' ? ofInvite(model, input, explanation) : ofRegister(model, input, explanation);
  return changes
    .filter(change => change.edits.length > 0)
    .sort((a, b) => Number(a.isRisky) - Number(b.isRisky));
}

function ofInvite(model: SipConf, input: MatchingInput, explanation: BareExplanation): ProposedChange[] {
  const { matched, by, lookupName, authResult, outcome } = explanation;
  const device = matched === null ? undefined : deviceNamed(matched, model);
  const changes: ProposedChange[] = [];
  if (by !== 'name' && lookupName !== null) appendAll(changes, towardsName(model, lookupName));
  if (device === undefined) appendAll(changes, towardsAddress(model, input));
  if (outcome === 'accepted-guest')
    changes.push({
      title: 'Set allowguest=no in [general]',
      effect: 'This message, like every call that matches no device, is then challenged and refused.',
      isRisky: false,
      edits: setInGeneral(model, 'allowguest', 'no'),
    });
  if (device === undefined) return changes;
  if (authResult === 'acl-failed') appendAll(changes, permit(model, device, input));
  if (outcome === 'accepted-device' && by === 'name' && !deviceSecret(device).isSet)
    changes.push({
      title: `Give [${device.name}] a secret`,
      effect: 'Callers that use this name must then prove that they know the secret.',
      isRisky: false,
      edits: appendTo(model, device, 'secret=CHANGE-THIS'),
    });
  if (outcome === 'accepted-device' && deviceInsecure(device, model).invite && deviceSecret(device).isSet)
    changes.push(withoutInvite(model, device));
  if (authResult === 'challenge-sent' && by !== 'name')
    changes.push({
      title: `Set insecure=port,invite in [${device.name}]`,
      effect: 'Its calls are then accepted by their address only, without a challenge.',
      isRisky: true,
      edits: setInDevice(model, device, 'insecure', 'port,invite'),
    });
  return changes;
}

function towardsName(model: SipConf, name: string): ProposedChange[] {
  const device = model.device(name.toLowerCase());
  if (device === undefined) return [];
  if (device.name !== name && device.isUser && isAtLeast(model.branch, '1.6.2')) {
    const entry = device.entries.at(-1);
    if (entry === undefined) return [];
    const { header, place } = entry;
    const at = { place, line: 0 };
    return [
      {
        title: `Rename [${device.name}] to [${name}]`,
        effect: 'The name in From is then found; clients that use the old spelling are no longer found.',
        isRisky: false,
        edits: [editOf(model, at, header.nameStart, header.nameEnd, name)],
      },
    ];
  }
  const type = lastTypeLine(device);
  if (device.name !== name || device.isUser || type === undefined) return [];
  return [
    {
      title: `Make [${device.name}] type=friend`,
      effect: 'It is then found by the name in From, from every address.',
      isRisky: !deviceSecret(device).isSet,
      edits:
        type.entry === device.entries.at(-1)
          ? [replaceValue(model, type, 'friend')]
          : appendTo(model, device, 'type=friend'),
    },
  ];
}

function towardsAddress(model: SipConf, input: MatchingInput): ProposedChange[] {
  const { source } = input;
  return devicesAt(source.address, model, input)
    .slice(0, 4)
    .flatMap(({ device, port, registration }): ProposedChange[] => {
      const { allowed } = deviceTransports(device, model);
      if (!allowed.includes(source.transport)) {
        if (!isAtLeast(model.branch, '1.6.2')) return [];
        const value = [...allowed, source.transport].join(',');
        return [
          {
            title: `Set transport=${value} in [${device.name}]`,
            effect: `It is then also found for ${source.transport.toUpperCase()}.`,
            isRisky: false,
            edits: setInDevice(model, device, 'transport', value),
          },
        ];
      }
      if (port === source.port || source.transport !== 'udp') return [];
      const insecure = deviceInsecure(device, model);
      const loose: ProposedChange = {
        title: `Set insecure=port in [${device.name}]`,
        effect: `It is then found from every port of ${source.address}.`,
        isRisky: true,
        edits: setInDevice(model, device, 'insecure', insecure.invite ? 'port,invite' : 'port'),
      };
      if (registration !== undefined) return [loose];
      return [
        {
          title: `Set port=${source.port} in [${device.name}]`,
          effect: `It is then found only from this port; calls to it also go to this port.`,
          isRisky: false,
          edits: setInDevice(model, device, 'port', String(source.port)),
        },
        loose,
      ];
    });
}

function ofRegister(model: SipConf, input: MatchingInput, explanation: BareExplanation): ProposedChange[] {
  const { lookupName, authResult } = explanation;
  const named = lookupName === null ? undefined : model.device(lookupName.toLowerCase());
  if (named === undefined) return [];
  if (named.name !== lookupName && isAtLeast(model.branch, '1.6.2'))
    return towardsName(model, lookupName ?? '');
  const type = lastTypeLine(named);
  if (!named.isPeer && type !== undefined)
    return [
      {
        title: `Make [${named.name}] type=friend`,
        effect: 'It may then register.',
        isRisky: false,
        edits: [replaceValue(model, type, 'friend')],
      },
    ];
  const { isDynamic } = deviceHost(named, model, input.hosts);
  if (!isDynamic && authResult !== 'unknown-domain')
    return [
      {
        title: `Set host=dynamic in [${named.name}]`,
        effect: 'It may then register, and is no longer found at its fixed address.',
        isRisky: false,
        edits: setInDevice(model, named, 'host', 'dynamic'),
      },
    ];
  if (authResult === 'acl-failed') return permit(model, named, input);
  if (authResult === 'bad-transport') {
    const value = [...deviceTransports(named, model).allowed, input.source.transport].join(',');
    return [
      {
        title: `Set transport=${value} in [${named.name}]`,
        effect: `It may then register over ${input.source.transport.toUpperCase()}.`,
        isRisky: false,
        edits: setInDevice(model, named, 'transport', value),
      },
    ];
  }
  return [];
}

/** Only for permit and deny lines: no line of the device can allow what a named list refuses. */
function permit(model: SipConf, device: Device, { source }: MatchingInput): ProposedChange[] {
  const { lines } = deviceAccess(device, source.address, model);
  if (lines.some(({ option }) => option.key === 'acl')) return [];
  return [
    {
      title: `Add permit=${source.address} at the end of [${device.name}]`,
      effect: 'The last match decides, so this address is then allowed; named lists are checked after that.',
      isRisky: true,
      edits: appendTo(model, device, `permit=${source.address}`),
    },
  ];
}

function withoutInvite(model: SipConf, device: Device): ProposedChange {
  const { port, line } = deviceInsecure(device, model);
  const isOwn = line !== undefined && device.settings.includes(line);
  return {
    title: `Remove invite from insecure in [${device.name}]`,
    effect: 'Its calls are then challenged.',
    isRisky: false,
    edits: isOwn ? setInDevice(model, device, 'insecure', port ? 'port' : 'no') : [],
  };
}

/** Changes the line that sets an option if it is in the device's own section, otherwise adds one there. */
function setInDevice(model: SipConf, device: Device, option: string, value: string): ProposedEdit[] {
  const line = device.last(option);
  const own = device.entries.at(-1);
  if (line !== undefined && line.entry === own && line.option.operator !== '+=')
    return [replaceValue(model, line, value)];
  return appendTo(model, device, `${option}=${value}`);
}

function setInGeneral(model: SipConf, option: string, value: string): ProposedEdit[] {
  const { general } = model;
  const line = general.last(option);
  if (line !== undefined && line.option.operator !== '+=') return [replaceValue(model, line, value)];
  const last = general.settings.findLast(setting => setting.entry === general.entry);
  const at = last ?? (general.entry === undefined ? undefined : { place: general.entry.place, line: 0 });
  return at === undefined ? [] : [insertBelow(model, at, `${option}=${value}`)];
}

/** Adds a line after the last option of the device's last section. */
function appendTo(model: SipConf, device: Device, text: string): ProposedEdit[] {
  const entry = device.entries.at(-1);
  if (entry === undefined) return [];
  const last = device.settings.findLast(
    setting => setting.entry === entry && setting.place.section === entry.place.section,
  );
  return [insertBelow(model, last ?? { place: entry.place, line: 0 }, text)];
}

function replaceValue(model: SipConf, setting: Setting, value: string): ProposedEdit {
  const { option } = setting;
  const start = option.value === '' ? option.end : option.valueStart;
  return editOf(model, setting, start, option.value === '' ? option.end : option.valueEnd, value);
}

/** After the line, on its own line, with the same line break and indentation. */
function insertBelow(model: SipConf, at: LinePlace, text: string): ProposedEdit {
  const line = at.place.section.lines[at.line]?.text ?? '';
  const end = /\r?\n$|\r$/.exec(line)?.[0] ?? '\n';
  const body = line.slice(0, line.length - (line.endsWith(end) ? end.length : 0));
  const indent = at.line === 0 ? '' : (/^[ \t]*/.exec(body)?.[0] ?? '');
  return editOf(model, at, body.length, body.length, `${end}${indent}${text}`);
}

function editOf(model: SipConf, at: LinePlace, start: number, end: number, newText: string): ProposedEdit {
  const line = model.lineOf(at);
  return {
    file: at.place.file,
    range: { start: { line, character: start }, end: { line, character: end } },
    newText,
  };
}
