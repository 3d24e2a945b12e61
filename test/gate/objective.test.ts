import { describe, expect, it } from 'vitest';
import { isObjection } from '../../src/gate/measure.ts';
import { parseObjective, referencesOf } from '../../src/gate/objective.ts';
import { load } from '../scenario/small-scenario.ts';

const scenario = load();
const [legacy, janitor] = scenario.designs as [(typeof scenario.designs)[number], (typeof scenario.designs)[number]];

function parsed(text: string, design = janitor) {
  const objective = parseObjective(text, design, scenario);
  if (isObjection(objective)) throw new Error(objective.message);
  return objective;
}

function objection(text: string) {
  const found = parseObjective(text, janitor, scenario);
  if (!isObjection(found)) throw new Error('it was read');
  return found;
}

describe('an objective', () => {
  it('is a condition of `expect` that every design is asked by itself', () => {
    for (const design of [legacy, janitor]) {
      const [comparison] = parsed('pools.storage.queueWait.p99<=1s', design).comparisons;
      expect(comparison).toMatchObject({ relation: '<=', unit: 's', bounds: [{ constant: 1 }] });
      expect(comparison?.left.terms[0]?.measure).toMatchObject({
        design: design.name,
        path: ['pools', 'storage', 'queueWait', 'p99'],
      });
    }
  });

  it('adds measures up, and stands for every name', () => {
    expect(
      parsed('pools.storage.working.mean + pools.storage.parked.mean < 5').comparisons[0]?.left.terms,
    ).toHaveLength(2);
    expect(parsed('jobs.*.time.p99 <= 2m').comparisons.map(({ label }) => label)).toEqual([
      'janitor.jobs.sync.time.p99',
      'janitor.jobs.chat.time.p99',
    ]);
  });

  it.each([
    ['jobs.sync.time.p99 <= 105% of unbounded', ['unbounded']],
    ['jobs.*.time.p99 <= 105% of unbounded', ['unbounded']],
    ['jobs.sync.time.p99 <= 120% of legacy', ['legacy']],
    ['jobs.sync.time.p99 <= unbounded.jobs.chat.time.p99', ['unbounded']],
    ['jobs.sync.time.p99 <= 50% of jobs.chat.time.p99', []],
    ['pools.storage.fullFraction < 1%', []],
  ])('can compare with the design without waits, and with designs as they are written: %s', (text, references) => {
    expect(referencesOf(parsed(text), 'janitor')).toEqual(references);
  });

  it.each([
    ['pools.storag.queueWait.p99 <= 1s', 'unknown pool `storag`', 'one of: storage'],
    ['pools.storage.queueWait.p98 <= 1s', 'unknown measure `p98`', 'p99'],
    ['pool.storage.queueWait.p99 <= 1s', 'begins with nothing that is measured', 'pools, semaphores'],
    ['pools.storage.queueWait.p99', 'this is no condition', 'a relation and a bound'],
    ['pools.storage.queueWait.p99 <= 1', 'is a time, and `1` is not', 'a time with its unit'],
    ['pools.storage.queueWait.p99 <= 105% of unbound', 'unknown design `unbound`', 'legacy, janitor, unbounded'],
    ['legacy.pools.storage.queueWait.p99 <= 1s', '`legacy` is a design', 'such as `pools.'],
    ['*.pools.storage.queueWait.p99 <= 1s', 'is a design', 'such as `pools.'],
    ['pools.storage.active.mean between 5 and 15', '`between` holds at some sizes', 'one of: < <= > >='],
    ['pools.storage.active.mean = 5', '`=` holds at some sizes', 'one of: < <= > >='],
    ['jobs.sync.deletion = janitor', 'is about a word', 'a number'],
    ['', 'this is no condition', 'a relation'],
  ])('is refused with what was expected and found: %s', (text, message, expected) => {
    const found = objection(text);
    expect(found.message).toContain(message);
    expect(found.expected).toContain(expected);
    expect(found.found).toBeDefined();
    expect(`${found.message} ${found.expected} ${found.hint}`).not.toContain('janitor.pools.storag.');
  });
});
