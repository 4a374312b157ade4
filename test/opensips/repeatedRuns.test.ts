import { expect, it } from 'vitest';
import type { ScriptModel } from '../../server/languages/opensips/model/model.ts';
import type { StepRecord } from '../../server/languages/opensips/run/record.ts';
import { runScript } from '../../server/languages/opensips/run/run.ts';
import type { Scenario } from '../../server/languages/opensips/run/scenario.ts';
import { modelOf, readCases, scenarioOf } from '../oracle/dryrunCases.ts';

interface Subject {
  readonly id: string;
  readonly model: ScriptModel;
  readonly scenario: Scenario;
}

const subjects = ['opensips-dryrun', 'opensips-routing'].flatMap(name =>
  readCases(new URL(`../oracle/${name}.jsonl`, import.meta.url)).map(
    (one): Subject => ({ id: one.id, model: modelOf(one.cfg), scenario: scenarioOf(one) }),
  ),
);

function answersOf(order: readonly Subject[]): ReadonlyMap<string, readonly StepRecord[]> {
  return new Map(order.map(({ id, model, scenario }) => [id, runScript(model, scenario).steps]));
}

it('a run leaves nothing behind for a later one, whatever ran in between', () => {
  const first = answersOf(subjects);
  expect(first.size).toBeGreaterThan(400);
  const reversed = answersOf(subjects.toReversed());
  const again = answersOf(subjects);
  for (const { id } of subjects) {
    expect(reversed.get(id), id).toEqual(first.get(id));
    expect(again.get(id), id).toEqual(first.get(id));
  }
});
