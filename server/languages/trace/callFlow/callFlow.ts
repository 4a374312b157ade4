import type { CallFlow, CallFlowFilter, ExportedFiles, ExportFormat } from '../../callFlow.ts';
import type { TraceDialog } from '../model/flow.ts';
import { legsOf } from '../model/legs.ts';
import type { Trace } from '../model/model.ts';
import type { LadderOptions } from '../model/selectedMessages.ts';
import { printMessages } from '../writing/printMessages.ts';
import { redactedCopy } from '../writing/redact/redactTrace.ts';
import { sippPair } from '../writing/sippScenario.ts';
import { explainDialog } from './explain.ts';
import { ladderLayout, MOST_ARROWS } from './ladderLayout.ts';
import { ladderMermaid } from './ladderMermaid.ts';
import { ladderSvg } from './ladderSvg.ts';
import { ladderText } from './ladderText.ts';

/** Nobody reads more explanations than this. */
const MOST_EXPLANATIONS = 50;

export function callFlowOf(trace: Trace, filter: CallFlowFilter): CallFlow {
  const options = optionsOf(trace, filter);
  const layout = ladderLayout(trace, options);
  const wanted = options.callIds === undefined ? undefined : new Set(options.callIds);
  const dialogs = trace.flow.dialogs.filter(dialog => wanted?.has(dialog.callId) ?? true);
  const all = ladderTitles(trace);
  return {
    layout,
    dialogs: all,
    explanations: dialogs
      .slice(0, MOST_EXPLANATIONS)
      .map(dialog => explainDialog(trace, dialog))
      .filter(explanation => explanation.steps.length > 0),
    total: trace.entries.length,
    shown: layout.arrows.length,
    isCut: layout.arrows.length >= MOST_ARROWS,
  };
}

/** Exports the selection of the filter. SIPp scenarios are made from the first dialog. */
export function exportCallFlow(trace: Trace, filter: CallFlowFilter, format: ExportFormat): ExportedFiles {
  const options = optionsOf(trace, filter);
  switch (format) {
    case 'svg':
      return { '.svg': ladderSvg(trace, options) };
    case 'mermaid':
      return { '.mmd': ladderMermaid(trace, options) };
    case 'text':
      return { '.txt': ladderText(trace, options) };
    case 'messages':
      return { '.siptrace': printMessages(trace, options) };
    case 'redacted':
      return { '.siptrace': redactedCopy(trace) };
    case 'sipp': {
      const wanted = new Set(options.callIds ?? trace.flow.dialogs.map(dialog => dialog.callId));
      const dialog = trace.flow.dialogs.find(candidate => wanted.has(candidate.callId));
      if (dialog === undefined) return {};
      const pair = sippPair(trace, dialog);
      return { '-caller.xml': pair.caller, '-callee.xml': pair.callee };
    }
  }
}

function optionsOf(trace: Trace, filter: CallFlowFilter): LadderOptions {
  const terms = filter.search
    .toLowerCase()
    .split(',')
    .map(term => term.trim())
    .filter(term => term !== '');
  const chosen = new Set([filter.callId, ...(filter.callIds ?? [])].filter(callId => callId !== ''));
  if (chosen.size === 0 && terms.length === 0) return { foldPorts: filter.foldPorts };
  const callIds = trace.flow.dialogs
    .filter(dialog => chosen.size === 0 || chosen.has(dialog.callId))
    .filter(dialog => terms.length === 0 || terms.some(term => mentions(trace, dialog, term)))
    .map(dialog => dialog.callId);
  const shown = filter.withLegs === true ? withOtherLegs(trace, callIds) : callIds;
  return { foldPorts: filter.foldPorts, callIds: shown };
}

/** The calls with all legs that are joined to them, directly or indirectly. */
function withOtherLegs(trace: Trace, callIds: readonly string[]): string[] {
  const shown = new Set(callIds);
  const open = [...shown];
  for (let next = open.pop(); next !== undefined && shown.size < MOST_ARROWS; next = open.pop()) {
    for (const { other } of legsOf(trace, next)) {
      if (shown.has(other)) continue;
      shown.add(other);
      open.push(other);
    }
  }
  return [...shown];
}

function mentions(trace: Trace, dialog: TraceDialog, search: string): boolean {
  if (dialog.callId.toLowerCase().includes(search)) return true;
  return dialog.messages.some(index => {
    const facts = trace.entries[index]?.facts;
    const arrow = trace.flow.arrows[index];
    const texts = [facts?.fromUser, facts?.toUser, facts?.requestUri, arrow?.from, arrow?.to];
    return texts.some(text => text?.toLowerCase().includes(search) === true);
  });
}

function ladderTitles(trace: Trace): CallFlow['dialogs'] {
  return trace.flow.dialogs.slice(0, MOST_ARROWS).map(dialog => {
    const first = trace.entries[dialog.messages[0] ?? 0]?.facts;
    const who = [first?.fromUser, first?.toUser].filter(user => user !== undefined).join(' to ');
    return { callId: dialog.callId, title: `${dialog.method} ${who} (${dialog.callId})` };
  });
}
