import { type NameAddress, parseAddress } from '../../../sip/address.ts';
import { parameterValue } from '../../../sip/parameters.ts';
import { splitPiece, wholePiece } from '../../../sip/piece.ts';
import { decodedUser, parseUriText, type SipUri } from '../../../sip/uri.ts';
import { companionFile } from '../model/companionFiles.ts';
import { flag, list } from '../model/model.ts';
import { hostKey } from '../model/ownUris.ts';
import type { FlexisipQuestion } from './explanation.ts';

/** A contact that the Router forks a request to. */
export interface ForkContact {
  readonly uri: SipUri;
  /** Priority, from 0 to 1. */
  readonly q: number;
  /** What identifies the device (`unique-id-parameters`); undefined without such a parameter. */
  readonly uniqueId?: string | undefined;
  readonly origin: 'registrar' | 'static-record' | 'static-target' | 'fallback-route';
  /** URI of the Route that leads to the fallback. */
  readonly route?: string;
  /** Line of the static record, zero-based. */
  readonly line?: { readonly file: string; readonly line: number };
}

/**
 * The known contacts of an address of record: those given in the question, and the static records. A `gr` parameter selects the
 * device with that instance (`RegistrarDb::fetch`).
 */
export function storedContacts(question: FlexisipQuestion, uri: SipUri): readonly ForkContact[] {
  const all = contactsOfRecord(question, uri);
  const instance = instanceWanted(uri);
  return instance === undefined ? all : all.filter(({ uniqueId }) => uniqueId === instance);
}

/** The device that a GRUU means; undefined for a URI that means all devices. */
export function instanceWanted({ parameters }: SipUri): string | undefined {
  return parameterValue(parameters, 'gr') || undefined;
}

function contactsOfRecord(question: FlexisipQuestion, uri: SipUri): readonly ForkContact[] {
  const { model, contacts = [] } = question;
  const key = recordKey(question, uri);
  const named = contacts.flatMap(({ addressOfRecord, uri: text }) => {
    const record = parseUriText(
      /^sips?:/i.test(addressOfRecord) ? addressOfRecord : `sip:${addressOfRecord}`,
    );
    return recordKey(question, record) === key ? [contactOf(question, parsed(text), 'registrar')] : [];
  });
  const file = companionFile(model, 'module::Registrar', 'static-records-file');
  if (file === undefined) return named;
  const fixed: ForkContact[] = [];
  file.text.split('\n').forEach((text, line) => {
    const [record, header] = halves(text.trim());
    if (record === '' || record.startsWith('#')) return;
    if (recordKey(question, parsed(record).uri) !== key) return;
    for (const value of splitPiece(wholePiece(header), ','))
      fixed.push({
        ...contactOf(question, parseAddress(value), 'static-record'),
        line: { file: file.file, line },
      });
  });
  return [...named, ...fixed];
}

/** The address of record and its contacts, separated by the last space of the line. */
function halves(line: string): readonly [string, string] {
  const space = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
  return space < 0 ? ['', ''] : [line.slice(0, space).trim(), line.slice(space + 1)];
}

/** `static-targets`, which are added to the contacts of every request. */
export function staticTargets(question: FlexisipQuestion): readonly ForkContact[] {
  return list(question.model, 'module::Router', 'static-targets').map(({ text }) =>
    contactOf(question, parsed(text), 'static-target'),
  );
}

/** What a URI is stored under: user and host, or the user alone with `use-global-domain`. */
function recordKey({ model }: FlexisipQuestion, uri: SipUri): string {
  const host = flag(model, 'module::Router', 'use-global-domain') ? 'merged' : hostKey(uri.host?.text ?? '');
  return `${decodedUser(uri) ?? ''}@${host}`;
}

function contactOf(
  { model }: FlexisipQuestion,
  { uri, parameters }: NameAddress,
  origin: ForkContact['origin'],
): ForkContact {
  const q = Number(parameterValue(parameters, 'q') ?? '1');
  const ids = list(model, 'module::Registrar', 'unique-id-parameters').map(
    ({ text }) => parameterValue(parameters, text) ?? parameterValue(uri.parameters, text),
  );
  const uniqueId = ids.find(id => id !== undefined && id !== '')?.replace(/^"?<|>"?$/g, '');
  return { uri, q: q >= 0 && q <= 1 ? q : 1, origin, uniqueId };
}

/** A bare URI keeps its parameters, which in a Contact would be header field parameters. */
function parsed(text: string): NameAddress {
  return parseAddress(wholePiece(/^\s*(<|"|\w+\s*<)/.test(text) ? text : `<${text.trim()}>`));
}

/** A URI without password, tokens and other parameters, suitable for display. */
export function shownUri(uri: SipUri): string {
  const { scheme, user, host, port } = uri;
  if (host === undefined) return `${scheme}:…`;
  const transport = parameterValue(uri.parameters, 'transport');
  const place = `${host.text}${port === undefined ? '' : `:${port.text}`}`;
  return `${scheme}:${user === undefined ? '' : `${user.text}@`}${place}${transport === undefined ? '' : `;transport=${transport}`}`;
}
