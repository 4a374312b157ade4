import { addressesNamed } from '../../../../sip/message.ts';
import type { TraceStep } from '../../../callFlow.ts';
import { headerIn } from '../../model/describe.ts';
import type { TraceEntry } from '../../model/entry.ts';
import { sipMessage, type TraceInParts } from '../../model/model.ts';
import { bareHost } from './lookups.ts';
import { step } from './step.ts';

/** RFC 3261 section 12.1: requests within a call go through the servers that Record-Route names. */
export function routeSteps(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  const lost = requestsWithoutRoute(trace, entries);
  if (lost === undefined) return [];
  const { requests, message, server } = lost;
  const refused = requests.find(({ facts }) =>
    entries.some(other => other.facts.cseqText === facts.cseqText && (other.facts.status ?? 0) >= 400),
  );
  const request = refused ?? requests[0];
  const { method = 'request' } = request.facts;
  return [
    step(
      'No Route',
      refused === undefined ? 'skipped' : 'failed',
      `The ${method} (#${request.index}) has no Route, although the Record-Route of #${message.index} demands one through ${server} (RFC 3261 section 12.2.1.1). That server does not see that it belongs to the call, and treats it like a new call, or it goes around the server and is lost.`,
      request.index,
      'Route',
    ),
  ];
}

interface WithoutRoute {
  readonly requests: readonly [TraceEntry, ...TraceEntry[]];
  /** The message whose Record-Route counts. */
  readonly message: TraceEntry;
  readonly server: string;
}

/**
 * The requests of a side that got a Record-Route from the very server that it names first: further servers remove their own
 * Route before they pass a request on.
 */
function requestsWithoutRoute(trace: TraceInParts, entries: readonly TraceEntry[]): WithoutRoute | undefined {
  const invite = entries.find(({ facts }) => facts.method === 'INVITE' && facts.toTag === undefined);
  const answer = entries.find(
    ({ facts }) => facts.cseqMethod === 'INVITE' && Math.floor((facts.status ?? 0) / 100) === 2,
  );
  if (invite === undefined || answer === undefined) return undefined;
  for (const message of [answer, invite]) {
    if (headerIn(message.message, 'Record-Route') === undefined) continue;
    const arrow = trace.flow.arrows[message.index];
    const hosts = addressesNamed(sipMessage(message.message), 'Record-Route').map(({ uri }) =>
      bareHost(uri.host?.text),
    );
    const server = message === answer ? hosts.at(-1) : hosts[0];
    if (arrow === undefined || server === undefined || server !== bareHost(arrow.from)) continue;
    const ownTag = message === answer ? answer.facts.fromTag : answer.facts.toTag;
    const [first, ...others] = entries.filter(
      ({ index, facts }) =>
        index > answer.index &&
        facts.method !== undefined &&
        facts.method !== 'CANCEL' &&
        facts.fromTag === ownTag &&
        facts.route === undefined &&
        bareHost(trace.flow.arrows[index]?.from) === bareHost(arrow.to) &&
        // A server that routes strictly takes the place of the target.
        facts.requestUri?.includes(server) !== true,
    );
    if (first !== undefined) return { requests: [first, ...others], message, server };
  }
  return undefined;
}
