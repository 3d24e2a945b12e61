import { describe, expect, it } from 'vitest';
import type { DesignSizing } from '../../../src/result/sizing/sizing.ts';
import { reachOf } from '../../../src/run/size/reached.ts';
import type { System } from '../../../src/scenario/model.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';
import { sized } from './sized.ts';

/** Two kinds of jobs, each with a pool; what `second` has more is given. */
const TWO = (more = '', own = '{ name: k, pool: other, steps: [work: 1s] }') => `name: two
question: Which line reaches what?
duration: 10m
warmUp: 1m
replications: 4
pools: { w: 30, other: 3, last: 5 }
semaphores: { s: 40 }
concurrency: { limit: 9 }
jobs:
  first:
    arrivals: { poisson: 120/min }
    steps:
      - task: { name: t, pool: w, steps: [acquire: s, work: { exponential: { mean: 1s } }, release: s] }
  second:
    arrivals: { poisson: 400/min }${more}
    steps:
      - task: ${own}
      - task: { name: z, pool: last, steps: [work: 1ms] }
designs:
  only: {}
`;

function systemOf(text: string): System {
  return parseScenario(text, 'two.yaml', { overrides: [] }).designs[0]?.system as System;
}

describe('a line that grows', () => {
  it.each([
    // What is asked for later gets less work than arrives; what another kind of job uses does not feel it.
    ['pools.other.queueDepth', TWO(), ['pools.other', 'pools.last', 'jobs.second'], ['pools.w', 'jobs.first']],
    ['pools.last.queueDepth', TWO(), ['pools.last', 'jobs.second'], ['pools.other', 'pools.w', 'semaphores.s']],
    // Whoever waits for a permit keeps its thread.
    ['semaphores.s.waiting', TWO(), ['semaphores.s', 'pools.w', 'jobs.first'], ['pools.other', 'jobs.second']],
    // A job waits inside its limit, and for its admission before everything else.
    ['pools.other.queueDepth', TWO('\n    concurrency: limit'), ['concurrency.limit', 'pools.last'], ['pools.w']],
    ['concurrency.limit.waiting', TWO('\n    concurrency: limit'), ['pools.other', 'pools.last'], ['pools.w']],
    // It goes on by what both share.
    [
      'pools.w.queueDepth',
      TWO(
        '',
        '{ name: k, pool: other, steps: [acquire: s, task: { name: i, pool: w, steps: [work: 1s] }, release: s] }',
      ),
      ['pools.w', 'semaphores.s', 'pools.other', 'jobs.first', 'jobs.second'],
      ['deletions', 'blobs'],
    ],
    // Nothing says for what these wait.
    ['jobs.second.running', TWO(), ['jobs.second', 'pools.other', 'pools.last'], ['pools.w', 'jobs.first']],
  ])('%s reaches what waits with it or comes after it, and nothing else', (line, text, reached, unreached) => {
    const reaches = reachOf(line, [line], systemOf(text));
    const felt = [...reached, ...unreached].filter((part) => reaches(`${part}.fullFraction`));
    expect(felt).toEqual(reached);
    expect(reaches('threadHours.total')).toBe(true);
  });

  it('keeps no size from meeting what it does not reach, which is said, and every size where it does', async () => {
    const only = async (request: object) => {
      const sizing = await sized(TWO(), { vary: 'pools.w', least: 8, most: 12, ...request });
      return sizing.designs[0] as DesignSizing;
    };
    const found = await only({ objective: 'pools.w.queueWait.mean <= 10s' });
    expect(found.size).toBe(8);
    expect(found.beside).toEqual([expect.stringMatching(/^`pools\.other\.queueDepth` grows by [\d,]+ an hour$/)]);
    await expect(only({ objective: 'jobs.second.arrived > 0' })).rejects.toThrow(
      /unstable: `pools\.other\.queueDepth`/,
    );
  });
});
