import type { TraceStep } from '../../../callFlow.ts';
import type { TraceEntry } from '../../model/entry.ts';
import type { TraceInParts } from '../../model/model.ts';
import { copiesOf, timesSentOf } from './lookups.ts';
import { step } from './step.ts';

/** The first 2xx of each device that accepted the call (RFC 3261 section 13.2.2.4). */
export function answersOfDevices(entries: readonly TraceEntry[]): readonly TraceEntry[] {
  return firstOfDevices(entries, status => status >= 200 && status < 300);
}

/** A proxy sends a call to several devices: how many ring, who accepts, and what becomes of further answers. */
export function forkSteps(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  const merged = entries.some(({ facts }) => facts.status === 482)
    ? mergedRequest(trace, entries)
    : undefined;
  return [
    ...(merged === undefined ? [] : [step('Merged request', 'skipped', merged, null, 'Via')]),
    ...deviceSteps(trace, entries),
  ];
}

/** RFC 3261 section 8.2.2.2: a server that gets the same request on two ways refuses the second one with 482. */
export function mergedRequest(trace: TraceInParts, entries: readonly TraceEntry[]): string | undefined {
  const invites = entries.filter(({ facts }) => facts.method === 'INVITE' && facts.toTag === undefined);
  for (const refusal of entries.filter(({ facts }) => facts.status === 482)) {
    const second = invites.find(({ facts }) => facts.branch === refusal.facts.branch);
    const first = invites.find(
      ({ index, facts }) =>
        index < (second?.index ?? 0) &&
        facts.branch !== second?.facts.branch &&
        facts.cseqText === second?.facts.cseqText &&
        facts.fromTag === second?.facts.fromTag &&
        trace.flow.arrows[index]?.to === trace.flow.arrows[second?.index ?? 0]?.to,
    );
    if (first === undefined || second === undefined) continue;
    const target = trace.flow.arrows[first.index]?.to ?? 'the server';
    return `The same request reaches ${target} twice with different branches (#${first.index}, #${second.index}), and it refuses the second one with 482 (#${refusal.index}; RFC 3261 section 8.2.2.2). A server before it sends the call there on two ways: two contacts or DNS records that lead to one address.`;
  }
  return undefined;
}

function deviceSteps(trace: TraceInParts, entries: readonly TraceEntry[]): TraceStep[] {
  const ringing = firstOfDevices(entries, status => status > 100 && status < 300);
  const [first, second] = ringing;
  if (first === undefined || second === undefined) return [];
  const answers = answersOfDevices(entries);
  const numbers = ringing.map(({ index }) => `#${index}`).join(', ');
  const devices = `Responses with ${ringing.length} different To tags (${numbers}): a proxy sends the call to several devices (forking, RFC 3261 section 16.6), or a server behind it rings one after the other.`;
  const accepted =
    answers.length < 2
      ? ''
      : ` ${answers.length} of them accept the call (${answers.map(({ index }) => `#${index}`).join(', ')}).`;
  const steps = [step('Several devices', 'skipped', devices + accepted, second.index, 'To')];
  const isAcknowledged = ({ facts }: TraceEntry): boolean =>
    entries.some(other => other.facts.method === 'ACK' && other.facts.toTag === facts.toTag);
  if (!answers.some(isAcknowledged)) return steps;
  for (const answer of answers.slice(1)) {
    const sent = timesSentOf(trace, copiesOf(trace, entries, answer));
    const isEnded = entries.some(
      ({ facts }) => facts.method === 'BYE' && [facts.toTag, facts.fromTag].includes(answer.facts.toTag),
    );
    if (!isAcknowledged(answer)) {
      const text = `The caller sends no ACK for the answer of a further device (#${answer.index})${sent === 1 ? ' in this trace' : `, which is sent ${sent} times`}: it must acknowledge every 2xx, and end the calls that it does not want with BYE (RFC 3261 section 13.2.2.4).`;
      steps.push(step('No ACK', sent > 2 ? 'failed' : 'skipped', text, answer.index, 'To'));
    } else if (!isEnded) {
      const text = `Two devices have accepted the call, and the trace shows no BYE to the second one (#${answer.index}): a caller that does not mix them has to end one call (RFC 3261 section 13.2.2.4).`;
      steps.push(step('Two answers', 'skipped', text, answer.index, 'To'));
    }
  }
  return steps;
}

/** The first response to the INVITE of a new call from each device, which its To tag names. */
function firstOfDevices(
  entries: readonly TraceEntry[],
  isWanted: (status: number) => boolean,
): readonly TraceEntry[] {
  const invite = entries.findLast(({ facts }) => facts.method === 'INVITE' && facts.toTag === undefined);
  const found = new Map<string, TraceEntry>();
  for (const entry of entries) {
    const { status, toTag, cseqText, fromTag } = entry.facts;
    if (status === undefined || toTag === undefined || !isWanted(status)) continue;
    if (cseqText !== invite?.facts.cseqText || fromTag !== invite?.facts.fromTag) continue;
    if (!found.has(toTag)) found.set(toTag, entry);
  }
  return [...found.values()];
}
