import { describe, expect, it } from 'vitest';
import type { ServerAnswer } from '../../server/languages/serverCheck.ts';
import { splitLines } from '../../server/text/lines.ts';
import { ServerAnswers } from '../../server/workspace/serverAnswers.ts';

const root = 'file:///etc/opensips/opensips.cfg';
const part = 'file:///etc/opensips/parts/routes.cfg';
const run = { status: 255, output: '', version: '3.6.0' };

function answer(file: string, line: number, text = 'no'): ServerAnswer {
  return { severity: 'error', text, details: [], kind: 'finding', place: { file, line } };
}

const whole: ServerAnswer = { severity: 'error', text: 'none loaded', details: [], kind: 'finding' };

function answersFor(text: string, answers: readonly ServerAnswer[]): ServerAnswers {
  const snapshot = new Map([
    [root, splitLines(text)],
    [part, splitLines('route[x] {\n\texit;\n}\n')],
  ]);
  return new ServerAnswers(run, root, snapshot, answers);
}

const lines = (answers: ServerAnswers, uri = root) => answers.of(uri).map(({ line }) => line);

describe('the answers of a server', () => {
  it('are placed by absolute names, and by names from the folder of the root', () => {
    const answers = answersFor('one\ntwo\n', [
      answer('/etc/opensips/opensips.cfg', 2),
      answer('parts/routes.cfg', 1),
      answer('./parts/../parts/routes.cfg', 3),
      answer('/etc/opensips/parts/routes.cfg', 99),
    ]);
    expect(lines(answers)).toEqual([1]);
    expect(lines(answers, part)).toEqual([0, 2, 2]);
  });

  it('concern the whole when their file is not known', () => {
    const answers = answersFor('one\n', [answer('/elsewhere.cfg', 2, 'odd'), whole]);
    expect(answers.of(part)).toMatchObject([
      { line: undefined, answer: { text: '/elsewhere.cfg:2: odd' } },
      { line: undefined, answer: { text: 'none loaded' } },
    ]);
  });

  it('stand on the line that line feeds count', () => {
    expect(
      lines(
        answersFor(
          'a\rb\r\nc\rd\ne\n',
          [1, 2, 3].map(line => answer('opensips.cfg', line)),
        ),
      ),
    ).toEqual([0, 2, 4]);
  });

  it('move with their lines, and go when their line is changed', () => {
    const answers = answersFor(
      'one\ntwo\nthree\nfour\n',
      [1, 2, 4].map(line => answer('opensips.cfg', line)),
    );
    answers.edited(root, [{ line: 1, removed: 0, lines: ['new\n', 'newer\n'] }]);
    expect(lines(answers)).toEqual([0, 3, 5]);
    answers.edited(root, [{ line: 3, removed: 1, lines: ['two!\n'] }]);
    expect(lines(answers)).toEqual([0, 5]);
    answers.edited(root, [{ line: 1, removed: 3, lines: [] }]);
    expect(lines(answers)).toEqual([0, 2]);
  });

  it('stay with a line that is put back among others', () => {
    const answers = answersFor('one\ntwo\n', [answer('opensips.cfg', 2)]);
    answers.edited(root, [{ line: 1, removed: 1, lines: ['\n', 'two\r\n'] }]);
    expect(lines(answers)).toEqual([2]);
  });

  it('are back when the file is again what the server has read', () => {
    const answers = answersFor('one\ntwo\n', [answer('opensips.cfg', 2), whole]);
    answers.edited(root, [{ line: 1, removed: 1, lines: ['2\n'] }]);
    expect(lines(answers)).toEqual([]);
    answers.restored(root);
    expect(lines(answers)).toEqual([undefined, 1]);
  });

  it('count by themselves after an edit only if they were shown so before', () => {
    const first = answer('opensips.cfg', 1);
    const second = answer('opensips.cfg', 2);
    const answers = answersFor('one\ntwo\nthree\n', [first, second]);
    answers.shownAlone(root, [second]);
    answers.edited(root, [{ line: 2, removed: 1, lines: [] }]);
    answers.shownAlone(root, [first]);
    expect(answers.of(root).map(one => one.answer.kind)).toEqual(['consequence', 'finding']);
  });
});
