import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { knownFile, knownText } from '../src/known-file.ts';
import { parseRules } from '../src/observed/rules/user-rules.ts';
import { readHeader } from '../src/result/sweep/read-sweep.ts';
import { expectedBy, foundAt, messageOf } from '../src/schema-words.ts';
import { load, problemsThrownBy, SMALL } from './scenario/small-scenario.ts';

const OURS: readonly (readonly [what: string, value: object])[] = [
  ['a sizing', { sizing: 'unpark-sizing', schemaVersion: 1, engineVersion: '1', designs: [] }],
  ['a table that `npx unpark sweep`', { sweep: 'unpark-sweep', schemaVersion: 1, engineVersion: '1', designs: [] }],
  ['a stream of events', { stream: 'unpark-events', version: 1 }],
  ['a baseline', { baselineVersion: 1, designs: {} }],
  ['a result of unpark', { schemaVersion: 2, engineVersion: '1', designs: {} }],
];

describe('a file of ours in the place of another', () => {
  it.each(OURS)('is named, and what opens it: %s', (what, value) => {
    const problem = knownFile('x.json', value, 'something');
    expect(problem?.message.startsWith(`this is ${what}`)).toBe(true);
    expect(problem?.hint).toBeDefined();
    expect(knownText('x.json', `${JSON.stringify(value)}\n{}\n`, 'something')).toEqual(problem);
    // JSON is YAML: so it is told where a scenario was expected.
    expect(problemsThrownBy(() => load(JSON.stringify(value)))).toMatchObject([
      { message: expect.stringContaining(`this is ${what}`), expected: 'a scenario' },
    ]);
  });

  it('is a scenario too, for whoever reads results, sweeps or rules', () => {
    expect(knownText('small.yaml', SMALL, 'a result.json')?.message).toBe('this is a scenario, and not a result.json');
    expect(problemsThrownBy(() => parseRules('small.yaml', SMALL))).toMatchObject([
      { message: 'this is a scenario, and not a list of rules', hint: expect.stringContaining('a rule is such as') },
    ]);
    expect(problemsThrownBy(() => readHeader(JSON.stringify(OURS[4]?.[1]), 'part-1.jsonl'))).toMatchObject([
      { message: expect.stringContaining('this is a result of unpark') },
    ]);
  });

  it('is not taken for what is none', () => {
    for (const value of [null, [], {}, { designs: {} }, 'pools: {}'])
      expect(knownFile('x', value, 'y')).toBeUndefined();
    expect(knownText('x', 'hello', 'y')).toBeUndefined();
  });
});

describe('what a schema refuses', () => {
  const schema = z.strictObject({
    world: z.enum(['sim', 'live']),
    count: z.number().min(1).max(9),
    names: z.array(z.string()).min(1),
    when: z.iso.date(),
    either: z.union([z.string(), z.number()]),
    own: z.string().refine(() => false, 'at least one of ours'),
  });

  it.each<[unknown]>([
    [{}],
    [{ world: 'x', count: 0, names: [], when: 'x', either: [], own: '', extra: 1 }],
    [{ world: 1, count: 10, names: [3], when: 3, either: null, own: 1 }],
    [undefined],
  ])('is said in our words: %j', (value) => {
    const { issues = [] } = schema.safeParse(value).error ?? {};
    expect(issues.length).toBeGreaterThan(0);
    for (const issue of issues) {
      const at = foundAt(issue, value);
      const said = `${messageOf(issue, at.value)} ${expectedBy(issue)} ${at.found}`;
      expect(said).not.toMatch(/invalid|expected|received|undefined|Too (small|big)|array|object/i);
      expect(expectedBy(issue)).not.toBe('');
    }
  });
});
