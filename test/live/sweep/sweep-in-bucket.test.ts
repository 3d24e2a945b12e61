import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OutsideClient, runBucketName } from '../../../src/live/store/outside-client.ts';
import { ResultsBucket } from '../../../src/live/store/results-bucket.ts';
import { unpark } from '../../cli/command.ts';
import { temporaryFolder } from '../../cli/temporary-folder.ts';
import { SMALL } from '../../scenario/small-scenario.ts';
import { hasEmulator, realEmulator } from '../store/real-emulator.ts';

const GRID = ['--set', 'pools.storage.threads=4,8,16', '--replications', '2', '--duration', '20m'];
const MEASURE = ['--measure', '*.pools.storage.active.mean'];

describe.skipIf(!hasEmulator)('a sweep in a bucket', () => {
  const server = realEmulator();

  it('is written there in shards, and merged from there to the bytes of the whole', async () => {
    const outside = new OutsideClient(server().url);
    const bucket = runBucketName();
    await outside.createBucket(bucket);
    const env = { STORAGE_EMULATOR_HOST: server().url, UNPARK_SHARDS: '2' };
    const store = new ResultsBucket({ bucket, env });
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'small.yaml'), SMALL);
    const out = `gs://${bucket}/sweeps/small`;
    const task = (index: string, ...more: string[]) =>
      unpark(['sweep', 'small.yaml', ...GRID, ...MEASURE, '--shard', 'auto', '--out', out, ...more], {
        cwd,
        env: { ...env, JOB_COMPLETION_INDEX: index },
      });
    try {
      expect(await task('0')).toMatchObject({ code: 0, stdout: `Part: ${out}/part-1-of-2.jsonl\n` });
      const lost = await unpark(['merge', out, '--out', out], { cwd, env });
      expect(lost).toMatchObject({ code: 2, stderr: expect.stringContaining('no shard 2') });
      expect(await task('1')).toMatchObject({ code: 0 });
      // The engine starts a task again whose end it has not seen.
      expect(await task('1')).toMatchObject({ code: 0, stdout: expect.stringContaining('nothing to do') });
      const other = await task('1', '--seed', '3');
      expect(other).toMatchObject({ code: 3, stderr: expect.stringContaining('nothing was overwritten') });
      expect(await unpark(['merge', out, '--out', out, '--quiet'], { cwd, env })).toEqual({
        code: 0,
        stdout: '',
        stderr: '',
      });

      expect(
        await unpark(['sweep', 'small.yaml', ...GRID, ...MEASURE, '--out', 'whole', '--quiet'], { cwd }),
      ).toMatchObject({ code: 0 });
      for (const file of ['sweep.jsonl', 'sweep.csv', 'index.html']) {
        expect(await store.read(`sweeps/small/${file}`)).toBe(readFileSync(join(cwd, 'whole', file), 'utf8'));
      }
      expect(await store.names('sweeps/small/charts/')).toEqual(
        readdirSync(join(cwd, 'whole/charts')).map((name) => `sweeps/small/charts/${name}`),
      );
      await store.write('taken/sweep.jsonl', 'something of somebody', 'text/plain');
      const taken = await unpark(['merge', out, '--out', `gs://${bucket}/taken`], { cwd, env });
      expect(taken).toMatchObject({ code: 2, stderr: expect.stringContaining('nothing was changed') });
      expect(await store.read('taken/sweep.jsonl')).toBe('something of somebody');
    } finally {
      store.close();
      await outside.deleteObjects(bucket, await outside.names(bucket));
      await outside.deleteBucket(bucket);
      outside.close();
    }
  });
});
