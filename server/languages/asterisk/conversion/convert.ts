import type { Conversion } from '../../conversion.ts';
import { versionIn } from '../../serverVersions.ts';
import { isAtLeast } from '../config/branch.ts';
import type { Section } from '../config/parser.ts';
import { asteriskVersions } from '../config/versions.ts';
import { releaseOf } from '../pjsip-conf/facts/facts.ts';
import type { Device, SipConf } from '../sip-conf/model/model.ts';
import { accountOfLines } from './account.ts';
import type { Course } from './course.ts';
import { deviceBlocks } from './devices/device.ts';
import { isOfUsersConf, loadedDevices } from './devices/loadedDevices.ts';
import { recognitions } from './devices/recognition.ts';
import { dialplanUses } from './dialplan/uses.ts';
import { Ledger } from './ledger.ts';
import { assemble, type SectionOutput } from './output/assemble.ts';
import type { Block } from './output/objects.ts';
import { authenticationAuths, serverBlocks } from './server/blocks.ts';
import { serverDifferences } from './server/serverDifferences.ts';
import { type TemplateSet, templateBlocks, templatesOf } from './templates.ts';
import { accountOfUsers, usersBlocks } from './usersConf.ts';

/**
 * Turns a sip.conf with all its includes and the devices of users.conf into a pjsip.conf that does the same, as far as
 * chan_pjsip can. Nothing is read or written; `differences` lists what cannot stay the same.
 */
export function convertToPjsip(model: SipConf): Conversion {
  const version = versionIn(model.settings, asteriskVersions);
  // Nobody moves to the first releases of chan_pjsip: for a server older than 13, the newest release with both is the target.
  const release = releaseOf(isAtLeast(model.branch, '13') ? version : '20');
  const ledger = new Ledger(model);
  const devices = loadedDevices(model);
  const unique = uniqueNames(devices);
  const auths = authenticationAuths(model, unique);
  const names = new Map(devices.map(device => [device.key, endpointName(device, devices)]));
  const course: Course = {
    model,
    release,
    ledger,
    devices,
    recognitions: recognitions(devices, model, release),
    commonAuths: auths.map(({ name }) => name),
    unique,
    endpointName: device => names.get(device.key) ?? device.name,
  };
  const templates = templatesOf(course);
  const sections = new Map<Section, SectionOutput>();
  const ofUsers = new Map<Device, readonly Block[]>();
  for (const device of devices) {
    const entry = device.entries.at(-1);
    if (entry === undefined) continue;
    const inherited = isOfUsersConf(device, model) ? [] : templates.of(entry);
    const parents = { defaults: templates.defaults, templates: inherited };
    const blocks = deviceBlocks(device, parents, course);
    if (isOfUsersConf(device, model)) ofUsers.set(device, blocks);
    else sections.set(entry.place.section, { blocks });
  }
  const server = serverBlocks(course, templates);
  for (const [entry, output] of templateBlocks(templates)) sections.set(entry.place.section, output);
  const authentication = model.names
    .get('authentication')
    ?.find(entry => !entry.isTemplate && !entry.isAppend);
  if (authentication !== undefined)
    sections.set(authentication.place.section, { blocks: server.authBlocks(auths) });
  serverDifferences(course);
  const general = [...server.before, ...usedDefaults(templates), ...server.after];
  const output = assemble(course, general, sections, usersBlocks(ofUsers));
  return {
    files: output.files,
    lines: [...accountOfLines(course, output), ...accountOfUsers(course, ofUsers, output.places)],
    differences: ledger.differences,
    dialplan: dialplanUses(model),
  };
}

function usedDefaults({ defaults }: TemplateSet): readonly Block[] {
  return defaults.filter(({ isUsed }) => isUsed).map(({ block }) => block);
}

/** `anonymous` means unknown callers in chan_pjsip. */
function endpointName(device: Device, devices: readonly Device[]): string {
  if (device.name !== 'anonymous' && !device.name.startsWith('anonymous@')) return device.name;
  let name = device.name.replace('anonymous', 'anonymous-device');
  while (devices.some(other => other.name === name)) name += '-2';
  return name;
}

/** Two objects with the same type and name would make chan_pjsip drop all objects of the type, so every name is used once. */
function uniqueNames(devices: readonly Device[]): (type: string, wanted: string) => string {
  const owners = new Map<string, number>();
  const reserved = new Set(devices.map(({ name }) => name));
  return (type, wanted) => {
    const key = `${type} ${wanted}`;
    const count = owners.get(key) ?? 0;
    owners.set(key, count + 1);
    if (count === 0) return wanted;
    let number = count + 1;
    while (owners.has(`${type} ${wanted}-${number}`) || reserved.has(`${wanted}-${number}`)) number++;
    owners.set(`${type} ${wanted}-${number}`, 1);
    return `${wanted}-${number}`;
  };
}
