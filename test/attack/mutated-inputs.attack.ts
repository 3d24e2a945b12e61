import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { simulateReplication } from '../../sim/replication.ts';
import { formatProblems, InputError } from '../../src/errors.ts';
import { explainScenario } from '../../src/explain/explain.ts';
import { complaintsAbout } from '../../src/gate/expectations.ts';
import { renderPage } from '../../src/report/page/page.ts';
import { renderSummary } from '../../src/report/summary.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { migrate } from '../../src/result/migrate.ts';
import { resultSchema } from '../../src/result/schema.ts';
import { checkRunSize } from '../../src/run/run-size.ts';
import { parseScenario } from '../../src/scenario/parse.ts';
import { beforeAfter } from '../report/made-up-result.ts';

const RUNS = Number(process.env.UNPARK_ATTACK_RUNS ?? 4_000);
/** No input takes longer, and none more memory than this beside what is there: a hang or a leak is no error message. */
const LONGEST_MS = 20_000;
const MOST_BYTES = 600 * 2 ** 20;

const shipped = ['omi-sync', 'omi-pool-history', 'store-brownout', 'janitor-death', 'precache-burst'].map((name) =>
  readFileSync(fileURLToPath(new URL(`../../scenarios/${name}.yaml`, import.meta.url)), 'utf8'),
);

/** Values that somebody, or something, could put in the place of another. */
const evil = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    -1e308,
    0.5,
    2 ** 53,
    '',
    ' ',
    '0s',
    '1e999s',
    '99999999999d',
    '-5s',
    '1/ms',
    '1000000000/ms',
    '100%',
    '101%',
    'p50',
    '__proto__',
    'constructor',
    '\u0000',
    '\u001b[2J',
    '::error::x',
    '../../x',
    [],
    {},
    [[]],
    { a: 1 },
    { __proto__: 1 },
    { constructor: 1 },
    { mean: '1s' },
    { p50: '1s', p95: '1ms' },
    { poisson: '1/s' },
    'x'.repeat(100_000),
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ),
  fc.string(),
  fc.double(),
  fc.integer(),
);

/** A place in a value, as numbers that choose a branch at each depth, and what happens there. */
const mutation = fc.record({
  turns: fc.array(fc.nat(1_000), { minLength: 1, maxLength: 9 }),
  how: fc.constantFrom('replace', 'remove', 'rename', 'double', 'swap'),
  by: evil,
});

function mutated(root: unknown, { turns, how, by }: { turns: number[]; how: string; by: unknown }): unknown {
  const copy = structuredClone(root);
  let place = copy as Record<string, unknown>;
  for (const turn of turns) {
    const keys = Object.keys(place);
    if (keys.length === 0) break;
    const key = keys[turn % keys.length]!;
    const next = place[key];
    const goesOn = typeof next === 'object' && next !== null && turn !== turns.at(-1);
    if (goesOn) {
      place = next as Record<string, unknown>;
      continue;
    }
    if (how === 'remove') delete place[key];
    else if (how === 'rename' && !Array.isArray(place)) place[String(by).slice(0, 200)] = next;
    else if (how === 'double' && Array.isArray(place)) place.push(next);
    else if (how === 'swap') place[key] = place[keys[(turn + 1) % keys.length]!];
    else place[key] = by;
    break;
  }
  return copy;
}

/** Runs something on a hostile input: it does what it does, or says what is wrong with it. Anything else is our bug. */
function bounded(action: () => void): void {
  const heap = process.memoryUsage().heapUsed;
  const startedMs = performance.now();
  try {
    action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(formatProblems(error.problems).length).toBeLessThan(200_000);
  }
  expect(process.memoryUsage().heapUsed - heap).toBeLessThan(MOST_BYTES);
  expect(performance.now() - startedMs).toBeLessThan(LONGEST_MS);
}

/** What a terminal, a runner of a workflow or a browser would obey, and no report of ours says. */
function expectHarmless(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  expect(/[\u0000-\u0008\u000b-\u001f\u007f]|^[ \t]*::/m.exec(text)?.[0]).toBeUndefined();
}

describe('a mutated scenario', () => {
  it('is simulated, or refused in words; it never crashes and never hangs', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...shipped),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        (text, mutations) => {
          const value = mutations.reduce(mutated, parse(text) as unknown);
          bounded(() => {
            const scenario = parseScenario(stringify(value), 'attack.yaml', {
              checkExpectations: complaintsAbout,
              replications: 1,
              durationUs: 60_000_000,
            });
            const short = { ...scenario, warmUpUs: Math.min(scenario.warmUpUs, 60_000_000) };
            explainScenario(short);
            checkRunSize([short], 1, false);
            for (const design of short.designs.slice(0, 2)) simulateReplication(short, design, 0);
          });
        },
      ),
      { numRuns: RUNS, interruptAfterTimeLimit: 240_000 },
    );
  }, 300_000);

  it(
    'of mutilated text is refused in words',
    () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...shipped),
          fc.nat(),
          fc.nat(200),
          fc.string({ maxLength: 30 }),
          (text, at, length, by) => {
            const from = at % text.length;
            bounded(() => {
              parseScenario(text.slice(0, from) + by + text.slice(from + length), 'attack.yaml', {
                checkExpectations: complaintsAbout,
              });
            });
          },
        ),
        { numRuns: RUNS, interruptAfterTimeLimit: 120_000 },
      );
    },
    LONGEST_MS * 10,
  );
});

describe('a mutated result', () => {
  it(
    'is rendered, or refused; it never crashes and never hangs',
    () => {
      const good = JSON.parse(JSON.stringify(beforeAfter())) as unknown;
      fc.assert(
        fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
          const value = JSON.parse(JSON.stringify(mutations.reduce(mutated, good))) as unknown;
          const checked = resultSchema.safeParse(migrate(value));
          if (!checked.success) return;
          bounded(() => {
            expectHarmless(renderTerminal(checked.data, { width: 80, colour: false }));
            expectHarmless(renderSummary(checked.data));
            expectHarmless(renderPage(checked.data, { clientScript: '' }));
          });
        }),
        { numRuns: RUNS, interruptAfterTimeLimit: 120_000 },
      );
    },
    LONGEST_MS * 10,
  );
});
