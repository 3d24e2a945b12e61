import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Design, JobKind } from '../../src/scenario/model.ts';
import { allSteps } from '../../src/scenario/steps.ts';
import { US_PER_SECOND } from '../../src/units.ts';
import { designOf, replicationsOf, shipped } from './shipped.ts';

// The original's tests also look at its source (pull request 7855 of BasedHardware/omi): 8, 9 and 11 of its statements are about call sites. Here they are about the shipped scenarios.

const names = readdirSync('scenarios')
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace('.yaml', ''));
// The others are about services of another kind.
const scenarios = names
  .map(shipped)
  .filter(({ designs }) => designs.some(({ system }) => system.jobs.some(({ name }) => name === 'sync')));

const defers = ({ steps }: JobKind) => allSteps(steps).some((step) => step.do === 'defer');
/** Whether a design uses the janitor at all: then everything that follows must hold for all of its job kinds. */
const isJanitors = ({ system }: Design) => system.jobs.some(({ deletion }) => deletion.by === 'janitor');

describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) => {
  const janitors = scenario.designs.filter(isJanitors);

  it('has a design with the janitor', () => {
    expect(janitors.length).toBeGreaterThan(0);
  });

  it('statement 8: with the janitor no job kind parks a pool thread', () => {
    for (const design of janitors) {
      const steps = design.system.jobs.flatMap((job) => allSteps(job.steps));
      expect(steps.filter((step) => step.do === 'park')).toEqual([]);
      for (const { usage } of replicationsOf({ ...scenario, durationUs: 1_800 * US_PER_SECOND }, design.name, 1)) {
        const parked = usage.flatMap(({ threadUs }) => [...threadUs].filter((_us, cell) => cell % 3 === 1));
        expect(parked.length).toBeGreaterThan(0);
        expect(parked.every((us) => us === 0)).toBe(true);
      }
    }
  });

  it('statement 9: the sync site and all three chat sites defer through it', () => {
    for (const { system } of janitors) {
      const deferring = system.jobs.filter(defers);
      expect(deferring.map(({ name }) => name)).toEqual([
        'sync',
        'chat-voice-message',
        'chat-voice-stream',
        'chat-transcribe',
      ]);
      expect(deferring.map(({ deletion }) => deletion.by)).toEqual(deferring.map(() => 'janitor'));
    }
  });

  it('statement 10: the delay is 480 s in every design', () => {
    for (const { system } of scenario.designs) {
      expect(new Set(system.jobs.map(({ deletion }) => deletion.delayUs))).toEqual(new Set([480 * US_PER_SECOND]));
    }
  });
});

describe('statement 11', () => {
  // In precache-burst the semaphore's size is the question: its designs have 2, 4 and 32.
  it.each(scenarios.filter(({ name }) => name !== 'precache-burst').map((scenario) => [scenario.name, scenario]))(
    '%s: the precache semaphore is 4 again with the janitor, and 2 with the legacy design',
    (_name, scenario) => {
      for (const design of (scenario as (typeof scenarios)[0]).designs) {
        const precache = design.system.semaphores.find((semaphore) => semaphore.name === 'precache-file');
        expect(precache?.limit, design.name).toBe(isJanitors(design) ? 4 : 2);
      }
    },
  );

  it('precache-burst has the semaphore of 4 among its designs', () => {
    const { system } = designOf(shipped('precache-burst'), 'precache-4');
    expect(system.semaphores).toContainEqual({ name: 'precache-file', limit: 4 });
  });
});
