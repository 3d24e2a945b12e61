import { describe, expect, it } from 'vitest';
import { attemptItem, blobItem, programAddress, taskItem } from '../../src/workload/addresses.ts';

describe('the addresses of draws inside a job', () => {
  it('are different for all tasks, blobs and tries of a large job', () => {
    const seen = new Set<number>();
    let made = 0;
    const add = (item: number): void => {
      seen.add(item);
      made += 1;
    };
    for (let task = 0; task < 1_000; task += 1) {
      const item = taskItem(0, task);
      for (let upload = 1; upload <= 3; upload += 1) {
        const blob = blobItem(item, programAddress('sync.part'), upload);
        for (let attempt = 0; attempt < 4; attempt += 1) add(attemptItem(blob, attempt));
      }
    }
    // By chance alone about n² ÷ 2^33 pairs are the same: 0.02 here.
    expect(made - seen.size).toBeLessThanOrEqual(1);
  });

  it('are made of names: other kinds of tasks have other ones', () => {
    const names = ['sync', 'sync.part', 'sync.deletion', 'chat', 'chat.part'];
    expect(new Set(names.map(programAddress)).size).toBe(names.length);
    for (const name of names) expect(programAddress(name)).toBeGreaterThanOrEqual(0);
  });
});
