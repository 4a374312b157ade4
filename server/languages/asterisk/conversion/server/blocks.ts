import type { SipConf } from '../../sip-conf/model/model.ts';
import { isTrue } from '../../values/truth.ts';
import type { Course } from '../course.ts';
import { authOfLine, type PlannedAuth, type UniqueName } from '../devices/authentication.ts';
import { endpointOptions } from '../options/endpoint.ts';
import { type Block, writeObject } from '../output/objects.ts';
import { commentText, plainLine } from '../output/text.ts';
import type { TemplateSet } from '../templates.ts';
import { generalView } from '../view.ts';
import type { Wanted } from '../wanted.ts';
import { type ForeignDomains, foreignDomains } from './foreignDomains.ts';
import { globalOptions, matchesAuthName, systemOptions } from './globals.ts';
import { plannedRegistrations } from './registrations.ts';
import { plannedTransports } from './transports.ts';

/** What [general] becomes, except for the defaults of devices. */
export interface ServerBlocks {
  /** Global settings and transports. */
  readonly before: readonly Block[];
  /** The endpoint for guests, and registrations. */
  readonly after: readonly Block[];
  readonly authBlocks: (auths: readonly PlannedAuth[]) => readonly Block[];
}

export function serverBlocks(course: Course, templates: TemplateSet): ServerBlocks {
  const { model, release, devices, recognitions, unique, commonAuths } = course;
  const write = (type: string, name: string, wanted: readonly Wanted[]): Block =>
    writeObject({ type, name, wanted, parents: [], release });
  const all = [...recognitions.values()];
  const foreign = foreignDomains(model, release);
  const identifiers = {
    refusesDomains: foreign !== undefined,
    usesHeaders: all.some(({ headers }) => headers.length > 0),
    usesRequestUri: all.some(({ uris }) => uris.length > 0),
  };
  const planned = plannedRegistrations(model, commonAuths, unique);
  const needed = new Set<string>(planned.map(({ transport }) => transport));
  const system = systemOptions(model);
  const before = [
    write('global', 'global', globalOptions(model, identifiers)),
    ...(system.length === 0 ? [] : [write('system', 'system', system)]),
    ...plannedTransports(devices, model, needed).map(({ name, wanted }) => write('transport', name, wanted)),
  ];
  const registrations = planned.flatMap(({ name, auth, wanted }) => [
    ...(auth === undefined ? [] : [write('auth', auth.name, auth.wanted)]),
    write('registration', name, wanted),
  ]);
  return {
    before,
    after: [
      ...(foreign === undefined ? [] : refusal(foreign, course, write)),
      ...guests(course, templates),
      ...registrations,
    ],
    authBlocks: auths => auths.map(({ name, wanted }) => write('auth', name, wanted)),
  };
}

/** The endpoint for requests to foreign domains: it refuses everyone. */
function refusal(
  { pattern, lines }: ForeignDomains,
  { unique }: Course,
  write: (type: string, name: string, wanted: readonly Wanted[]) => Block,
): readonly Block[] {
  const name = unique('endpoint', 'foreign-domains');
  const remark = plainLine(
    commentText('; Requests for other domains are refused (allowexternaldomains=no in sip.conf).'),
  );
  const endpoint = write('endpoint', name, [
    { name: 'identify_by', value: 'request_uri', from: [] },
    { name: 'allow', value: 'ulaw', from: [] },
    { name: 'deny', value: '0.0.0.0/0', from: lines },
    { name: 'deny', value: '::/0', from: [] },
  ]);
  return [
    { lines: [remark, ...endpoint.lines], covered: endpoint.covered },
    write('identify', name, [
      { name: 'endpoint', value: name, from: [] },
      { name: 'match_request_uri', value: pattern, from: lines },
    ]),
  ];
}

/** The lines of [authentication]: the credentials that the server uses whatever it calls. */
export function authenticationAuths(model: SipConf, unique: UniqueName): readonly PlannedAuth[] {
  const entry = model.names.get('authentication')?.find(other => !other.isTemplate && !other.isAppend);
  if (entry === undefined) return [];
  return model
    .settingsOf(entry)
    .filter(({ option }) => option.key === 'auth')
    .flatMap(line => authOfLine(line, 'authentication', unique) ?? []);
}

/** allowguest is on unless it is turned off: callers that nothing recognizes are accepted without a password. */
function guests(course: Course, { defaults }: TemplateSet): readonly Block[] {
  const { model, release } = course;
  const line = model.general.last('allowguest');
  if (line !== undefined && !isTrue(line.value)) return [];
  const view = generalView(model, release);
  const by = matchesAuthName(model) === undefined ? 'username' : 'auth_username,username';
  const block = writeObject({
    type: 'endpoint',
    name: 'anonymous',
    wanted: [...endpointOptions(view), { name: 'identify_by', value: by, from: [] }],
    parents: [defaults.filter(({ type }) => type === 'endpoint')],
    release,
  });
  const [header, ...rest] = block.lines;
  const from = line === undefined ? [] : [line];
  const remark = plainLine(
    commentText('; Callers that nothing else recognizes (allowguest=yes in sip.conf).'),
  );
  return [{ lines: [remark, { text: header?.text ?? '', from }, ...rest], covered: [] }];
}
