import { expect, it } from 'vitest';
import { intervalNote } from '../../src/report/interval-note.ts';
import { beforeAfter } from './made-up-result.ts';

it('what ± is says from how many observations on a p99 has an interval, where one has none', () => {
  const result = structuredClone(beforeAfter());
  for (const { jobs, pools } of Object.values(result.designs)) {
    for (const { time } of Object.values(jobs)) time.count = 1_000;
    for (const { queueWait } of Object.values(pools)) queueWait.count = 1_000;
  }
  expect(intervalNote(result)).toBe(
    '± and [low, high] are 95 % intervals over 4 replications; a p99 has one from about 5,000 observations in all replications on (50 beyond it)',
  );
  for (const { jobs } of Object.values(result.designs))
    for (const { time } of Object.values(jobs)) Object.assign(time, { p99Interval95: [1, 2] });
  for (const { pools } of Object.values(result.designs))
    for (const { queueWait } of Object.values(pools)) Object.assign(queueWait, { p99Interval95: [1, 2] });
  expect(intervalNote(result)).toBe('± and [low, high] are 95 % intervals over 4 replications');
});
