import { describe, expect, it } from 'vitest';
import type { Language } from '../../server/languages/language.ts';
import { RenameError } from '../../server/languages/rename.ts';
import { shielded } from '../../server/languages/shielded.ts';
import { canary, canaryIn } from '../fuzz/secretTexts.ts';

const secret = `sip:u:${canary}@h`;
/** An answer with a secret at every depth, as text and as what belongs to the file or the client. */
const answer = () => [
  {
    ...{ name: secret, label: secret, title: secret, message: secret, detail: secret, documentation: secret },
    ...{ tooltip: { kind: 'markdown', value: secret }, command: { title: secret, arguments: [secret] } },
    children: [{ children: [{ name: 'redis-auth-pasword', detail: canary, selectionRange: {} }] }],
    relatedInformation: [{ message: secret, location: { uri: 'file:///a' } }],
    newText: secret,
  },
];
/** What answers for people keep: texts for the file and arguments for the client. */
const kept = 2;

/** A new member has to be named here, so that somebody decides whether people see what it returns. */
const members: Readonly<Record<keyof Language, 'people' | 'own test' | 'not shown'>> = {
  ...{ check: 'people', status: 'people', hover: 'people', complete: 'people', resolveCompletion: 'people' },
  ...{ signatureHelp: 'people', symbols: 'people', workspaceSymbols: 'people', links: 'people' },
  ...{ prepareTypeHierarchy: 'people', supertypes: 'people', subtypes: 'people', hints: 'people' },
  ...{ prepareCallHierarchy: 'people', incomingCalls: 'people', outgoingCalls: 'people' },
  ...{ lenses: 'people', actions: 'people', rename: 'people' },
  ...{ explain: 'own test', routeMaps: 'own test', callFlows: 'own test', upgrades: 'own test' },
  ...{ converter: 'own test', serverCheck: 'own test', inventory: 'own test' },
  // Facts and words of the language, positions, and text for the file.
  ...{ id: 'not shown', title: 'not shown', versions: 'not shown', rules: 'not shown' },
  ...{ commentPrefixes: 'not shown', recognizes: 'not shown', parse: 'not shown', readInSteps: 'not shown' },
  ...{ edit: 'not shown', print: 'not shown', lineOf: 'not shown', includes: 'not shown' },
  ...{ includeBases: 'not shown', triggers: 'not shown', companions: 'not shown', model: 'not shown' },
  ...{ companionsNamed: 'not shown', foldersNamed: 'not shown', digestSettings: 'not shown' },
  ...{ questionParts: 'not shown', markedLines: 'not shown', describeName: 'not shown' },
  ...{ folding: 'not shown', selectionRanges: 'not shown', highlights: 'not shown', definition: 'not shown' },
  ...{ references: 'not shown', prepareRename: 'not shown', tokens: 'not shown', format: 'not shown' },
  ...{ formatOnType: 'not shown', bounds: 'not shown' },
};

/** A language each of whose functions returns the secret. */
const talkative = (over: object): Language => {
  const language: object = Object.fromEntries(Object.keys(members).map(name => [name, answer]));
  return shielded({ ...language, ...over } as Language);
};
const plain = { routeMaps: undefined, callFlows: undefined, upgrades: undefined, converter: undefined };
const ask = (language: Language, name: string): string => {
  const member: unknown = Object.entries(language).find(([key]) => key === name)?.[1];
  if (typeof member !== 'function') throw new Error(`${name} is not a function`);
  return JSON.stringify(member());
};

describe('what people see of an answer has no secret', () => {
  it.each(Object.entries(members).filter(([, kind]) => kind === 'people'))('%s', name => {
    const shown = ask(talkative(plain), name);
    expect(shown.split(canary)).toHaveLength(kept + 1);
    expect(shown).toContain(`"newText":"${secret}"`);
    expect(shown).toContain(`"arguments":["${secret}"]`);
    expect(shown).toContain('"detail":"***"');
  });

  it('an explanation, in which arguments of commands are words, too', () => {
    const shown = ask(talkative(plain), 'explain');
    expect(shown.split(canary)).toHaveLength(2);
    expect(shown).toContain(`"newText":"${secret}"`);
  });

  it('the reason why a name cannot be used', () => {
    const refusing = talkative({
      ...plain,
      rename: () => {
        throw new RenameError(`The section "${secret}" already exists.`);
      },
    });
    expect(() => ask(refusing, 'rename')).toThrow(
      new RenameError('The section "sip:u:***@h" already exists.'),
    );
    const broken = new Error('other');
    const failing = talkative({
      ...plain,
      rename: () => {
        throw broken;
      },
    });
    expect(() => ask(failing, 'rename')).toThrow(broken);
  });

  it('pictures and reports', async () => {
    const given = answer();
    const files = () => ({ a: secret });
    const language = talkative({
      routeMaps: { mapOf: () => ({ given }), write: () => secret },
      callFlows: { flowOf: () => ({ given }), write: files, compare: () => ({ given }) },
      upgrades: { report: () => secret, upgrade: () => secret },
      converter: async () => ({ report: () => secret, convert: () => secret }),
    });
    const { routeMaps, callFlows, upgrades, converter } = language;
    const nothing = {} as never;
    const { report } = (await converter?.()) ?? {};
    const flows = ['svg', 'text', 'messages', 'sipp'].map(format =>
      callFlows?.write(nothing, nothing, format as never),
    );
    for (const shown of [
      routeMaps?.mapOf(nothing),
      callFlows?.flowOf(nothing, nothing),
      callFlows?.compare(nothing, nothing, nothing),
    ])
      expect(JSON.stringify(shown).split(canary)).toHaveLength(2);
    for (const shown of [
      routeMaps?.write(nothing, nothing),
      flows,
      upgrades?.report(nothing, nothing, nothing),
      report?.(nothing, nothing, nothing, nothing),
    ]) {
      expect(JSON.stringify(shown)).toContain('sip:u:***');
      expect(canaryIn(JSON.stringify(shown))).toBe('');
    }
    expect(flows.slice(2)).toEqual([
      { a: `sip:u:${'*'.repeat(canary.length)}@h` },
      { a: `sip:u:${'*'.repeat(canary.length)}@h` },
    ]);
  });
});
