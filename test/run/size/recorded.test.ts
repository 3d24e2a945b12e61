import { expect, it } from 'vitest';
import { canScale, recordedJobs, scaledVolume } from '../../../src/run/size/volume.ts';
import { changed, load } from '../../scenario/small-scenario.ts';
import { onePool, sized } from './sized.ts';

const RUN = 'duration: 12m\nreplications: 3';

it('what comes at recorded times stays as it is at every volume, and the rest is scaled', () => {
  const scenario = load(changed('arrivals: { poisson: 1/min }', 'arrivals: { times: [10m, 20m] }'));
  const [design] = scenario.designs;
  expect(design && [canScale(design.system), recordedJobs(design.system)]).toEqual([true, ['chat']]);
  const laws = (of: typeof scenario) =>
    of.designs[0]?.system.jobs.map(({ arrivals: [process] }) =>
      process?.law.kind === 'poisson' ? process.law.perSecond : process?.law.kind,
    );
  expect(laws(scaledVolume(scenario, 5))).toEqual([0.5, 'trace']);
  // As long as it was: the trace has its times.
  expect(scaledVolume(scenario, 5).durationUs).toBe(scenario.durationUs);
});

it('a sizing says which jobs those are, and has no volumes where nothing else arrives', async () => {
  const recorded = await sized(onePool('work: 3s', '{ times: [1m, 5m, 6m, 7m, 9m, 11m] }', RUN));
  expect(recorded.designs).toMatchObject([{ recorded: ['request'], volumes: [], headroom: null }]);
  const mixed = onePool('work: 3s', '{ poisson: 12/min }', RUN).replace(
    'designs:',
    '  batch: { arrivals: { times: [5m] }, steps: [task: { name: match, steps: [work: 3s] }] }\ndesigns:',
  );
  const { designs } = await sized(mixed);
  expect(designs[0]?.recorded).toEqual(['batch']);
  expect(designs[0]?.volumes.map(({ volume }) => volume)).toEqual([1, 2, 5, 10]);
  expect(designs[0]?.headroom).not.toBeNull();
});
