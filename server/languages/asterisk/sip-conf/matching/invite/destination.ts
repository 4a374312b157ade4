import type { SipMessage } from '../../../../../sip/message.ts';
import { firstHeader, headerText } from '../../../../../sip/message.ts';
import { lookUpExtension, lookUpHint, otherSpelling } from '../../../companions/dialplan.ts';
import { isAtLeast } from '../../../config/branch.ts';
import type { Setting } from '../../../config/entry.ts';
import { isTrue } from '../../../values/truth.ts';
import { domainOf, type ServerDomains } from '../../model/domains.ts';
import { type Device, effective, type SipConf } from '../../model/model.ts';
import { isPedantic, knownSchemes } from '../lookupName.ts';
import { requestUriOf } from '../requestUri.ts';
import { decodeEscapes, hostOf, inBrackets, readServerUri, terminated } from '../serverUri.ts';
import type { SipTrail } from '../trail.ts';

/** Where a call goes, or why it is refused. */
export interface Destination {
  /** The reply: 100 when the dialplan handles the call; `pickup` when the server itself does. */
  readonly code: 100 | 403 | 404 | 416 | 484 | 'pickup';
  readonly context: string | null;
  readonly exten: string | null;
  /** The reason, if the code does not explain it. */
  readonly reason?: string;
}

/** What an extension is looked up for. */
export interface Purpose {
  /** Only calls are refused because of their domain; a subscription needs a hint. */
  readonly kind: 'call' | 'options' | 'message' | 'subscription';
  /** The line that sets a context other than the device's. */
  readonly contextLine?: Setting | undefined;
}

/** get_destination: domain, context and extension of an accepted INVITE. `device` undefined: a guest. */
export function findDestination(
  message: SipMessage,
  device: Device | undefined,
  callerId: string,
  domains: ServerDomains,
  model: SipConf,
  trail: SipTrail,
  purpose: Purpose = { kind: 'call' },
): Destination {
  const isStrict = isAtLeast(model.branch, '1.8');
  const requestUri = requestUriOf(message);
  const called = readCalled(requestUri.slice(0, URI_LENGTH), model);
  const from = readCalled(inBrackets(headerText(firstHeader(message, 'From')) ?? ''), model);
  for (const [header, part] of [
    ['Request-URI', called],
    ['From', from],
  ] as const) {
    if (part.hasScheme) continue;
    const reply = isStrict ? '416 Unsupported URI scheme' : '404 Not Found';
    const detail = `The ${header} has no scheme that the server supports (${knownSchemes(model).join(' ')}): ${reply}.`;
    trail.add('Scheme', 'failed', detail, { header: header === 'From' ? 'From' : undefined });
    const reason = 'the server does not support the scheme of a URI';
    return { code: isStrict ? 416 : 404, context: null, exten: null, reason };
  }
  const domain = domainOf(called.host, domains);
  if (domains.domains.length > 0 && domain === undefined) {
    const { externalLine } = domains;
    if (!domains.allowsExternal && purpose.kind === 'call') {
      if (domains.hasUnknown)
        trail.assume(
          'autodomain adds the host name of the server to the list, but no file contains that name. It is assumed to differ from the called host.',
        );
      const reply = isStrict ? '403 Forbidden, without a line in the log' : '404 Not Found';
      const detail = `"${called.host}" is not a domain of this server, and allowexternaldomains=no: ${reply}.`;
      trail.add('Domain', 'failed', detail, {
        lines: [externalLine, ...domains.domains.map(({ line }) => line)],
      });
      const reason = 'calls to foreign domains are refused';
      return { code: isStrict ? 403 : 404, context: null, exten: null, reason };
    }
    trail.add(
      'Domain',
      'passed',
      `"${called.host}" is not a domain of this server, but calls to other domains are allowed.`,
      {
        lines: [externalLine],
      },
    );
  } else if (domain !== undefined) {
    trail.add('Domain', 'passed', `"${called.host}" is a domain of this server.`, { lines: [domain.line] });
  } else if (domains.isExternalReset) {
    const detail =
      'allowexternaldomains=no has no effect without a `domain` line: the server resets it to yes while loading.';
    trail.add('Domain', 'passed', detail, { lines: [domains.externalLine] });
  }
  const context = contextOf(device, domain, model, trail, purpose);
  if (purpose.kind === 'subscription') return findHint(called.user, context, model, trail);
  return findExtension(requestUri, called.user, context, callerId, device, model, trail);
}

interface Called {
  readonly hasScheme: boolean;
  readonly user: string;
  readonly host: string;
}

function readCalled(uri: string, model: SipConf): Called {
  if (!isAtLeast(model.branch, '1.8')) return readCalledOld(uri, model);
  const legacy = isTrue(model.general.last('legacy_useroption_parsing')?.value ?? 'no');
  const parts = readServerUri(inBrackets(uri), knownSchemes(model), legacy);
  const decode = isPedantic(model) ? decodeEscapes : (text: string): string => text;
  return {
    hasScheme: parts.hasScheme,
    user: decode(parts.user),
    host: parts.isTel ? '' : hostOf(decode(parts.hostPort)),
  };
}

/** Escapes are decoded first; a password is kept, parameters of the user are not. */
function readCalledOld(uri: string, model: SipConf): Called {
  const text = inBrackets(isPedantic(model) ? decodeEscapes(uri) : uri);
  const scheme = knownSchemes(model).find(candidate => text.toLowerCase().startsWith(candidate));
  const rest = text.slice(scheme?.length ?? 0);
  const at = rest.indexOf('@');
  const [host = ''] = rest.slice(at + 1).split(/[:;]/);
  const [user = ''] = at < 0 ? [''] : rest.slice(0, at).split(';');
  return { hasScheme: scheme !== undefined, user, host };
}

/** The context in which an extension is looked up, and the line that decides. */
interface ChosenContext {
  readonly name: string;
  readonly line: Setting | undefined;
}

function contextOf(
  device: Device | undefined,
  domain: ReturnType<typeof domainOf>,
  model: SipConf,
  trail: SipTrail,
  { kind, contextLine }: Purpose,
): ChosenContext {
  const own = device?.last('context');
  const general = model.general.last('context');
  const title = 'Context';
  // In 1.4, this also applies to devices with their own context.
  const isOpen = own === undefined || !isAtLeast(model.branch, '1.6.2');
  const isNamed = contextLine !== undefined && contextLine.value !== '';
  if (isNamed && kind === 'subscription') return named(contextLine, trail);
  if (isOpen && domain !== undefined && domain.context !== '') {
    trail.add(title, 'passed', `The domain "${domain.name}" has its own context: ${domain.context}.`, {
      lines: [domain.line],
    });
    return { name: domain.context.slice(0, CONTEXT_LENGTH), line: domain.line };
  }
  if (isNamed) return named(contextLine, trail);
  if (own !== undefined && own.value !== '') {
    trail.add(title, 'passed', `The device's own context: ${own.value}.`, { lines: [own] });
    return { name: own.value, line: own };
  }
  const context = general === undefined ? 'default' : general.value.slice(0, CONTEXT_LENGTH);
  const who = device === undefined ? 'Guests go' : 'The device does not set a context and goes';
  const where = general === undefined ? 'the built-in context' : 'the context of [general]';
  const which = context === '' ? 'which is empty, so nothing is found in it' : context;
  trail.add(title, 'passed', `${who} to ${where}: ${which}.`, { lines: [own, general] });
  return { name: context, line: own ?? general };
}

function named(line: Setting, trail: SipTrail): ChosenContext {
  trail.add('Context', 'passed', `${line.option.name} sets the context: ${line.value}.`, { lines: [line] });
  return { name: line.value.slice(0, CONTEXT_LENGTH), line };
}

/** A subscription needs a hint; whether the extension can be called does not matter. */
function findHint(user: string, chosen: ChosenContext, model: SipConf, trail: SipTrail): Destination {
  const exten = user === '' ? 's' : user;
  const decoded = decodeEscapes(exten);
  const context = chosen.name;
  for (const candidate of exten === decoded ? [exten] : [exten, decoded]) {
    const answer = lookUpHint(model, context, candidate);
    if (answer.kind === 'unknown') {
      trail.assume(`${answer.reason} The hint is assumed to exist.`);
      const detail = `A hint for "${candidate}" in context "${context}" is assumed to exist. ${answer.reason}`;
      trail.add('Hint', 'decided', detail);
      return { code: 100, context, exten: candidate.slice(0, EXTENSION_LENGTH) };
    }
    if (answer.kind !== 'found') continue;
    const detail = `Extension "${candidate}" has a hint in context "${context}".`;
    trail.add('Hint', 'decided', detail, { beside: answer.config });
    return { code: 100, context, exten: candidate.slice(0, EXTENSION_LENGTH) };
  }
  const detail = `Context "${context}" has no hint for "${exten}": 404 Not Found. Add \`exten => ${exten},hint,SIP/...\` there, or set \`subscribecontext\`.`;
  trail.add('Hint', 'failed', detail, { lines: [chosen.line] });
  return { code: 404, context, exten };
}

/** AST_MAX_CONTEXT and AST_MAX_EXTENSION, including the terminating byte. */
const CONTEXT_LENGTH = 79;
const EXTENSION_LENGTH = 79;

/** get_destination copies the Request-URI into a buffer of 256 bytes. */
const URI_LENGTH = 255;

function findExtension(
  requestUri: string,
  user: string,
  chosen: ChosenContext,
  callerId: string,
  device: Device | undefined,
  model: SipConf,
  trail: SipTrail,
): Destination {
  const title = 'Extension';
  const context = chosen.name;
  const exten = user === '' ? 's' : user;
  const decoded = decodeEscapes(exten);
  for (const candidate of exten === decoded ? [exten] : [exten, decoded]) {
    if (candidate === PICKUP_EXTENSION) {
      const assumption = 'There is no ringing call that the caller could pick up.';
      trail.assume(assumption);
      const detail = `"${candidate}" picks up a ringing call, whatever the dialplan contains. ${assumption} The server therefore replies 100 and then 403.`;
      trail.add(title, 'decided', detail);
      return { code: 'pickup', context: null, exten: null };
    }
    const answer = lookUpExtension(model, context, candidate, callerId);
    if (answer.kind === 'unknown') {
      trail.assume(`${answer.reason} The extension is assumed to exist.`);
      trail.add(
        title,
        'decided',
        `Extension "${candidate}" in context "${context}" is assumed to exist. ${answer.reason}`,
      );
      return { code: 100, context, exten: candidate.slice(0, EXTENSION_LENGTH) };
    }
    if (answer.kind === 'found') {
      const as = answer.pattern === candidate ? '' : `, as ${answer.pattern}`;
      trail.add(
        title,
        'decided',
        `Extension "${candidate}" exists in context "${context}"${as}. The dialplan decides what happens next.`,
        {
          beside: answer.config,
        },
      );
      return { code: 100, context, exten: candidate.slice(0, EXTENSION_LENGTH) };
    }
  }
  return notFound(requestUri, decoded, exten, chosen, callerId, device, model, trail);
}

/** The default of features.conf. */
const PICKUP_EXTENSION = '*8';

function notFound(
  requestUri: string,
  decoded: string,
  exten: string,
  chosen: ChosenContext,
  callerId: string,
  device: Device | undefined,
  model: SipConf,
  trail: SipTrail,
): Destination {
  const title = 'Extension';
  const context = chosen.name;
  const answer = lookUpExtension(model, context, exten, callerId);
  const other = lookUpExtension(model, context, decoded, callerId);
  const partial = [answer, other].find(candidate => candidate.kind === 'partial');
  const isPartial = partial !== undefined || PICKUP_EXTENSION.startsWith(decoded);
  const general = model.general.last('allowoverlap');
  const line = device === undefined ? general : effective(device, model.general, 'allowoverlap');
  const allowsOverlap = (value: string | undefined): boolean =>
    value === undefined || isTrue(value) || value.toLowerCase() === 'dtmf';
  const isYes = line === undefined || isTrue(line.value);
  const config = 'config' in answer ? answer.config : [];
  if (isPartial && isYes && allowsOverlap(general?.value)) {
    const pattern = partial?.kind === 'partial' ? partial.pattern : PICKUP_EXTENSION;
    const detail = `"${exten}" does not exist in context "${context}" but could become ${pattern} with more digits: 484 Address Incomplete.`;
    trail.add(title, 'failed', detail, {
      beside: partial?.kind === 'partial' ? partial.config : [],
      lines: [line],
    });
    return { code: 484, context: null, exten: null };
  }
  const shown = decodeEscapes(loggedExtension(requestUri));
  const missing =
    answer.kind === 'no-context'
      ? `There is no context "${context}"`
      : `Context "${context}" has no extension "${exten}"`;
  const like = otherSpelling(model, context, decoded, callerId);
  trail.add(title, 'failed', `${missing}: 404 Not Found.${like}`, {
    beside: config,
    lines: answer.kind === 'no-context' ? [chosen.line] : isPartial ? [line] : [],
  });
  const reason = isUserless(requestUri)
    ? `the Request-URI has no user part, and there is no extension s in context ${context}`
    : answer.kind === 'no-context'
      ? `there is no context ${context}`
      : undefined;
  return { code: 404, context, exten: shown, ...(reason === undefined ? {} : { reason }) };
}

/** In this case, get_destination uses `s`. */
export function isUserless(requestUri: string): boolean {
  const user = /^[a-z]+:([^@]*)@/i.exec(requestUri)?.[1];
  return user === undefined ? !/^tel:/i.test(requestUri) : user === '';
}

/** The extension as it appears in the log: everything between the scheme and the `@`. */
function loggedExtension(requestUri: string): string {
  const uri = terminated(requestUri).replace(/^(sip|sips|tel):/i, '');
  const at = uri.indexOf('@');
  return at < 0 ? uri : uri.slice(0, at);
}
