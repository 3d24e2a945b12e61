import { describe, expect, it } from 'vitest';
import { changed, problemOf, problemsOf } from './small-scenario.ts';

describe('a scenario file with one error', () => {
  it('tells an unknown key by name, with the one that was meant, and not also that this one is missing', () => {
    expect(problemOf(changed('threads: 8', 'thraeds: 8'))).toEqual({
      file: 'small.yaml',
      line: 6,
      column: 14,
      path: 'pools.storage.thraeds',
      message: 'unknown key `thraeds`',
      expected: 'one of: threads, queue, healthLog, assumed, source',
      found: 'thraeds',
      hint: 'did you mean `threads`?',
    });
  });

  it.each([
    ['a key of the file', changed('warmUp: 5m', 'warmup: 5m'), 'warmup', 'warmUp'],
    ['a key deep in a step', changed('name: decode', 'nmae: decode'), 'jobs.sync.steps.1.task.nmae', 'name'],
    ['a step', changed('- work:', '- wrok:'), 'jobs.sync.steps.1.task.steps.0.wrok', 'work'],
    ['a bare step', changed('- upload', '- uplaod'), 'jobs.sync.steps.1.task.steps.1', 'upload'],
    [
      'a distribution',
      changed('{ lognormal:', '{ lognorml:'),
      'jobs.sync.steps.1.task.steps.0.work.lognorml',
      'lognormal',
    ],
    ['a law of arrivals', changed('poisson: 6/min', 'poison: 6/min'), 'jobs.sync.arrivals.poison', 'poisson'],
    ['an operation of the store', changed('  upload: 0.3s', '  uplod: 0.3s'), 'store.uplod', 'upload'],
    [
      'a strategy of deletion',
      changed('deletion: sleep-in-pool', 'deletion: sleep-in-pol'),
      'designs.legacy.deletion',
      'sleep-in-pool',
    ],
    ['a semaphore of a step', changed('- acquire: slots', '- acquire: slot'), 'jobs.sync.steps.0.acquire', 'slots'],
    [
      'a concurrency limit',
      changed('concurrency: pipelines', 'concurrency: pipeline'),
      'jobs.sync.concurrency',
      'pipelines',
    ],
    [
      'a pool of a task',
      changed('          name: decode', '          pool: storge'),
      'jobs.sync.steps.1.task.pool',
      'storage',
    ],
    ['a pool of the deletion', changed('pool: storage', 'pool: storag'), 'deletion.pool', 'storage'],
  ])('suggests the name that was meant: %s', (_what, text, path, meant) => {
    const problem = problemOf(text);
    expect(problem.path).toBe(path);
    expect(problem.hint).toBe(`did you mean \`${meant}\`?`);
  });

  it.each([
    [
      'a bare number where a time is wanted',
      changed('delay: 60s', 'delay: 60'),
      'deletion.delay',
      'a duration with its unit',
      '60',
      '60s for seconds',
    ],
    [
      'a wrong unit of time',
      changed('delay: 60s', 'delay: 60 parsecs'),
      'deletion.delay',
      'a duration with its unit',
      '"60 parsecs"',
      'the units are',
    ],
    [
      'a negative time',
      changed('delay: 60s', 'delay: -60s'),
      'deletion.delay',
      'a duration',
      '"-60s"',
      'a time is never negative',
    ],
    [
      'a bare number where a rate is wanted',
      changed('6/min', '6'),
      'jobs.sync.arrivals.poisson',
      'a rate above zero',
      '6',
      '6/min',
    ],
    [
      'a negative rate',
      changed('6/min', '-6/min'),
      'jobs.sync.arrivals.poisson',
      'a rate above zero',
      '"-6/min"',
      'a rate is never negative',
    ],
    [
      'a rate of zero',
      changed('6/min', '0/min'),
      'jobs.sync.arrivals.poisson',
      'a rate above zero',
      '"0/min"',
      'leave the stream out',
    ],
    [
      'a wrong unit of a rate',
      changed('6/min', '6/fortnight'),
      'jobs.sync.arrivals.poisson',
      'a rate above zero',
      '"6/fortnight"',
      'a unit of time',
    ],
    ['no time at all', changed('duration: 1h', 'duration: 0s'), 'duration', 'above zero', '"0s"', ''],
    [
      'no threads',
      changed('threads: 8', 'threads: 0'),
      'pools.storage.threads',
      'a whole number of at least 1',
      '0',
      '',
    ],
    [
      'half a thread',
      changed('threads: 8', 'threads: 7.5'),
      'pools.storage.threads',
      'a whole number of at least 1',
      '7.5',
      '',
    ],
    [
      'a percentage over 100 %',
      changed('assumed: no figure', 'fail: 101%'),
      'store.delete.fail',
      'from 0% to 100%',
      '"101%"',
      '',
    ],
    [
      'a share without its sign',
      changed('assumed: no figure', 'fail: 0.01'),
      'store.delete.fail',
      'from 0% to 100%',
      '0.01',
      'write 1%',
    ],
    [
      'a seed out of range',
      changed('warmUp: 5m', 'seed: 4294967296'),
      'seed',
      'from 0 to 4294967295',
      '4294967296',
      '',
    ],
    ['an empty value', changed('duration: 1h', 'duration:'), 'duration', 'a duration above zero', 'nothing', ''],
    [
      'a value removed by a design',
      changed('slots: 4', 'slots: null'),
      'designs.janitor.semaphores.slots',
      'a whole number',
      'nothing',
      '',
    ],
    [
      'a step without its value',
      changed('- upload', '- work'),
      'jobs.sync.steps.1.task.steps.1',
      'a step',
      '"work"',
      '`work: …`',
    ],
  ])('tells what was expected and what was found: %s', (_what, text, path, expected, found, hint) => {
    const problem = problemOf(text);
    expect(problem.path).toBe(path);
    expect(problem.expected).toContain(expected);
    expect(problem.found).toBe(found);
    expect(problem.hint ?? '').toContain(hint);
  });

  it.each([
    [
      'percentiles that fall in order',
      '{ lognormal: { p99: 20s, p50: 30s } }',
      'out of order',
      'a percentile above p99',
      'p50',
    ],
    [
      'percentiles that fall in value',
      '{ empirical: { p0: 1s, p50: 9s, p95: 8s, p100: 30s } }',
      'out of order',
      'at least 9s',
      '"8s"',
    ],
    [
      'two percentiles of the same value',
      '{ lognormal: { p50: 2s, p99: 2s } }',
      'exactly two percentiles',
      'two percentiles',
      'p50, p99',
    ],
    [
      'three percentiles of a lognormal',
      '{ lognormal: { p50: 2s, p90: 4s, p99: 5s } }',
      'exactly two percentiles',
      'two percentiles',
      'p50, p90, p99',
    ],
    [
      'percentiles that do not reach p100',
      '{ empirical: { p0: 1s, p50: 9s } }',
      'least and its greatest',
      'from p0 to p100',
      'p0, p50',
    ],
    ['a range that is upside down', '{ uniform: { min: 3s, max: 2s } }', 'below `min`', 'at least 3s', '"2s"'],
  ])('refuses %s', (_what, distribution, message, expected, found) => {
    const problem = problemOf(changed('{ lognormal: { p50: 2s, p99: 20s } }', distribution));
    expect(problem.message).toContain(message);
    expect(problem.expected).toContain(expected);
    expect(problem.found).toBe(found);
  });

  it('says which alternatives exclude each other', () => {
    const problem = problemOf(changed('poisson: 6/min', 'poisson: 6/min, constant: 3/s'));
    expect(problem.hint).toBe('only one of these can stand here: poisson, constant, profile, trace, times');
  });

  it('refuses a semaphore that is smaller than what one task takes, and says in which design', () => {
    const text = changed('- acquire: slots', '- acquire: { semaphore: slots, permits: 3 }').replace(
      '- release: slots',
      '- release: { semaphore: slots, permits: 3 }',
    );
    expect(problemOf(text)).toMatchObject({
      line: 20,
      path: 'jobs.sync.steps.0.acquire.semaphore',
      message:
        'the semaphore `slots` is smaller than what one job takes: it would wait for ever (in the design legacy)',
      expected: 'a limit of at least 3',
      found: 'a limit of 2',
    });
  });

  it('counts what the job already holds for the task that it waits for', () => {
    const text = changed(
      '            - upload',
      '            - acquire: { semaphore: slots, permits: 4 }\n            - upload\n            - release: { semaphore: slots, permits: 4 }',
    );
    expect(problemOf(text)).toMatchObject({
      expected: 'a limit of at least 5',
      path: 'jobs.sync.steps.1.task.steps.1.acquire.semaphore',
    });
  });

  it.each([
    ['a permit that is never given back', '      - release: slots\n', '', 'never released'],
    ['a permit that is not held', '      - acquire: slots\n', '', 'does not hold it'],
    ['work without a thread', '      - defer', '      - work: 1s', 'a job cannot `work`'],
    [
      'a thread that only waits',
      '            - upload',
      '            - wait: 1s\n            - upload',
      'a task cannot `wait`',
    ],
    ['a deferral of nothing', '            - upload\n', '', 'nothing to defer'],
    [
      'a deletion of nothing',
      '            - upload\n',
      '            - delete\n            - upload\n',
      'nothing to delete',
    ],
    [
      'an operation without a latency',
      '            - upload\n',
      '            - download\n            - upload\n',
      'no latency for `download`',
    ],
    [
      'two tasks of one name',
      '      - release: slots\n',
      '      - task: { name: decode, steps: [ work: 1s ] }\n      - release: slots\n',
      'two tasks of one job',
    ],
    ['a task with the name of the sleepers', 'name: decode', 'name: deletion', 'cannot be called `deletion`'],
    ['an empty list of steps', 'steps: *steps', 'steps: []', 'the list is empty'],
    [
      'a fan-out without a window',
      '      - defer',
      '      - fanOut: { tasks: 3, window: 0, steps: [upload] }\n      - defer',
      '`window`',
    ],
    ['a name with a dot', '  slots: { limit', '  my.slots: 3\n  slots: { limit', 'cannot be a name'],
    ['a fault without an end', 'jobs:\n', 'faults: [ { at: 1m, slow: { delete: 1s } } ]\njobs:\n', '`for` is missing'],
    ['a fault that does nothing', 'jobs:\n', 'faults: [ { at: 1m, for: 1s } ]\njobs:\n', 'does nothing'],
    ['a fault after the end', 'jobs:\n', 'faults: [ { at: 2h, kill: janitor } ]\njobs:\n', 'after the end of the run'],
    [
      'faults that overlap',
      'jobs:\n',
      'faults: [ { at: 1m, for: 9s, slow: { delete: 1s } }, { at: 65s, for: 9s, slow: { delete: 2s } } ]\njobs:\n',
      'overlaps an earlier one',
    ],
    [
      'a stream that ends before it begins',
      'poisson: 6/min',
      'poisson: 6/min, from: 2m, until: 1m',
      'ends before it begins',
    ],
    [
      'a profile that begins late',
      '{ poisson: 6/min }',
      '{ profile: [ { at: 1h, rate: 1/min } ] }',
      'must begin at 0h',
    ],
    ['times that fall', '{ poisson: 6/min }', '{ times: [2s, 1s] }', 'out of order'],
    ['deletions that nobody does', '    deletion: janitor\n', '', 'nothing says who deletes'],
  ])('refuses %s', (_what, from, to, message) => {
    const problems = problemsOf(changed(from, to));
    expect(problems.map((problem) => problem.message)).toEqual([expect.stringContaining(message)]);
    expect(problems[0]?.line).toBeGreaterThan(0);
    expect(problems[0]?.expected).toBeDefined();
  });

  it.each([
    ['{ mean: 2s, p99: 20s }', 'write p50 in the place of mean'],
    ['{ median: 2s, p99: 20s }', 'the median is the percentile p50'],
    ['{ mean: 2s }', 'sigma is the standard deviation'],
    ['{ mean: 2s, stddev: 1s }', 'sigma is the standard deviation'],
    ['{ p50: 2s, sigma: 1 }', undefined],
  ])('names both forms of a lognormal distribution that is neither: %s', (keys, hint) => {
    const problem = problemOf(changed('{ p50: 2s, p99: 20s }', keys));
    expect(problem.path).toMatch(/lognormal$/);
    expect(problem.expected).toBe(
      'a mean and a sigma, { mean: 20s, sigma: 0.8 }, or two percentiles, { p50: 20s, p99: 2m }',
    );
    if (hint === undefined) expect(problem.hint).toBeUndefined();
    else expect(problem.hint).toContain(hint);
  });

  it('says which keys a map has that is not there', () => {
    const problem = problemOf(changed('{ lognormal: { p50: 2s, p99: 20s } }', '{ exponential: 2s }'));
    expect(problem.expected).toBe('a map with the key mean');
  });

  it.each([
    ['a wrong `acquire`, before the `release`', '- acquire: slots', '- acquire: 5', 'jobs.sync.steps.0.acquire'],
    ['a task that is none, before the `defer`', '- task:', '- task: 5\n      - task:', 'jobs.sync.steps.1.task'],
    ['one of two percentiles', 'p99: 20s', 'p99: 20', 'jobs.sync.steps.1.task.steps.0.work.lognormal.p99'],
    ['the wrong end of a stream', '6/min }', '6/min, from: 9m, until: 8 }', 'jobs.sync.arrivals.until'],
    ['a section of a design', '{ slots: 4 }', 'many', 'designs.janitor.semaphores'],
    ['a latency that an upload needs', '  upload: 0.3s', '  upload: { uniform: { min: 3s, max: 2s } }', 'store.upload'],
  ])('tells nothing of what only follows from it: %s', (_what, from, to, path) => {
    expect(problemOf(changed(from, to)).path).toContain(path);
  });

  it.each([
    ['an operation of the store', changed('  upload: 0.3s', '  upload: 3'), 'a distribution of its latency, or a map'],
    ['arrivals', changed('{ poisson: 6/min }', '6/min'), 'a stream of arrivals such as { poisson: 20/min }, or a list'],
    ['a deletion', changed('deletion: janitor', 'deletion: 3'), 'a strategy of deletion (sleep-in-pool'],
    [
      'one of two words',
      changed('- upload', '- retry: { attempts: 2, backoff: 1s, thread: 3, steps: [upload] }'),
      'one of: kept, returned',
    ],
  ])('says what may stand there in place of a value that is none of several forms: %s', (_what, text, expected) => {
    expect(problemOf(text).expected).toContain(expected);
  });

  it('asks for the pool where there are several', () => {
    expect(problemOf(changed('pools:\n', 'pools:\n  other: 4\n')).message).toContain('which pool runs this?');
  });
});

describe('a hint', () => {
  const stepProblem = (step: string) => problemOf(changed('- upload\n', `- ${step}\n`));

  it.each([
    ['sleep: 3s', 'park'],
    ['delay: 3s', 'park'],
    ['http: 3s', 'work'],
    ['compute: 3s', 'work'],
    ['lock: a', 'acquire'],
    ['parallel: 3', 'fanOut'],
  ])('for a step by another name says what it is called here: %s', (step, word) => {
    expect(stepProblem(step).hint).toContain(`write \`${word}`);
  });

  it('for a time that is too long names the limit, and the units where they are the fault', () => {
    expect(problemOf(changed('duration: 1h', 'duration: 400000d')).hint).toContain('142 years');
    expect(problemOf(changed('duration: 1h', 'duration: 3 weeks')).hint).toContain('the units are');
  });

  it('for a number with a word is the number, and no key that sounds like the word', () => {
    const [problem] = problemsOf(changed('{ threads: 8, healthLog: {}, source: a measurement }', '64 threads'));
    expect(problem?.hint).toBe('write the number alone: 64');
  });
});
