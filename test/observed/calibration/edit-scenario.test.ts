import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { editScenario, type ScenarioEdit } from '../../../src/observed/calibration/edit-scenario.ts';
import { parseScenario } from '../../../src/scenario/parse.ts';
import { problemsThrownBy } from '../../scenario/small-scenario.ts';

const OMI = readFileSync(new URL('../../../scenarios/omi-sync.yaml', import.meta.url), 'utf8');

const EDIT: ScenarioEdit = {
  file: 'base.yaml',
  name: 'calibrated',
  design: 'legacy',
  pool: 'storage',
  onlyPool: 'storage',
  threads: 128,
  health: { everySeconds: 60, abovePercent: 70 },
  jobs: ['sync'],
  rate: { value: 1.5, low: 1.25, high: 2 },
  dayFactors: undefined,
  workFactor: 1,
  workWords: '7 threads work',
  source: 'from app.log',
  summary: 'Fitted from app.log.',
};

const edited = (text: string, change: Partial<ScenarioEdit> = {}) => editScenario(text, { ...EDIT, ...change });

/** The lines of a text that another does not have. */
const newLines = (text: string, before: string) =>
  text.split('\n').filter((line) => !before.split('\n').includes(line));

/** The rates of the streams of the first two job kinds, an hour. */
const ratesOf = (text: string) =>
  parseScenario(text, 'calibrated.yaml')
    .designs[0]?.system.jobs.slice(0, 2)
    .map(({ arrivals }) =>
      arrivals.map(({ law }) => ('perSecond' in law ? Math.round(law.perSecond * 36e5) / 1e3 : 0)),
    );

describe('a calibrated scenario', () => {
  it('is the base scenario with its comments, and with the fitted numbers marked', () => {
    const base = OMI.replace('jobs:\n', '# What comes in.\njobs:\n');
    const { text } = edited(base, { workFactor: 2 });
    expect(text).toContain('\n# What comes in.\njobs:\n');
    expect(newLines(text, base)).toEqual([
      'name: calibrated',
      'sources:',
      '  - Fitted from app.log.',
      expect.stringContaining('    The busiest instance'),
      '    arrivals: { poisson: 12.3/min } # fitted: mean 12.3/min (95 % interval 10.25/min to 16.4/min), from app.log; was 8.2/min',
      '            - work: { lognormal: { mean: 60s, sigma: 0.8 } } # fitted: 7 threads work, from app.log; was {lognormal: {mean: 30s, sigma: 0.8}}',
    ]);
    const [legacy] = parseScenario(text, 'calibrated.yaml').designs;
    expect(legacy?.system.jobs[0]?.arrivals[0]?.law).toEqual({ kind: 'poisson', perSecond: 0.205 });
  });

  it('has a profile of the day in the place of one rate, and of another profile', () => {
    const { text, changes } = edited(OMI, { dayFactors: [0.5, 1.5] });
    expect(text).toContain(
      'arrivals: { profile: [ { at: 0h, rate: 6.15/min }, { at: 12h, rate: 18.45/min } ] } # fitted: mean 12.3/min',
    );
    expect(changes).toEqual([
      { path: 'jobs.sync.arrivals', from: '8.2/min', to: '[{at: 0h, rate: 6.15/min}, {at: 12h, rate: 18.45/min}]' },
    ]);
    const again = edited(text, { dayFactors: [1, 1] }).text;
    expect(again).toContain('profile: [ { at: 0h, rate: 18.45/min }, { at: 12h, rate: 18.45/min } ]');
    // What was said of it before stays beside it.
    expect(again).toContain('was 8.2/min; fitted: mean 18.45/min');
  });

  it('scales every stream of a list, in its own unit, and not what others share with it', () => {
    const base = OMI.replace(
      'arrivals: { poisson: 8.2/min }',
      'arrivals: &often [{ poisson: 4/min }, { constant: 2/h }]',
    ).replace('arrivals: { poisson: 0.8/min }', 'arrivals: *often');
    const first = edited(base).text;
    expect(first).toContain('\n        { poisson: 6/min }, # fitted: mean 6/min (95 % interval 5/min to 8/min)');
    expect(ratesOf(first)).toEqual([
      [360, 3],
      [240, 2],
    ]);
    expect(ratesOf(edited(base, { jobs: ['sync', 'chat-voice-message'] }).text)).toEqual([
      [360, 3],
      [360, 3],
    ]);
    const { text } = edited(base, { jobs: ['chat-voice-message'] });
    expect(text).toContain('arrivals: &often [ { poisson: 4/min }, { constant: 2/h } ]\n');
    expect(ratesOf(text)).toEqual([
      [240, 2],
      [360, 3],
    ]);
  });

  it('changes what the design says, where the design says it, and what is merged in', () => {
    const base = OMI.replace(
      'deletion: sleep-in-pool\n',
      'deletion: sleep-in-pool\n    jobs: { sync: { arrivals: { poisson: 2/min } } }\n',
    );
    expect(edited(base).changes).toEqual([{ path: 'designs.legacy.jobs.sync.arrivals', from: '2/min', to: '3/min' }]);
    const merged = OMI.replace(
      '  sync:\n    arrivals: { poisson: 8.2/min }',
      '  sync:\n    <<: { arrivals: { poisson: 8.2/min } }',
    );
    expect(edited(merged).changes[0]?.to).toBe('12.3/min');
  });

  it('gives the pool the size of the log, and its log', () => {
    const base = OMI.replace(/ {2}storage:\n {4}threads: 128\n.*\n.*\n/, '  storage: 96\n');
    const { text, changes } = edited(base);
    expect(text).toContain('  storage: { threads: 128, healthLog: { every: 60s, above: 70% } }\n');
    expect(changes.at(-1)).toEqual({ path: 'pools.storage.threads', from: '96', to: '128' });
  });

  it('cannot scale the times of a trace', () => {
    const base = OMI.replace('arrivals: { poisson: 8.2/min }', 'arrivals: { trace: arrivals.txt }');
    expect(problemsThrownBy(() => edited(base))[0]).toMatchObject({ path: 'jobs.sync.arrivals', found: 'trace' });
  });

  it('is still YAML where names are hostile', () => {
    const { text } = edited(OMI, { source: 'from a\nb: # c\u001b[31m {', summary: 'x: [\n# y' });
    expect(parseScenario(text, 'calibrated.yaml').name).toBe('calibrated');
    expect(text).not.toContain('\u001b');
  });
});
