import { describe, expect, it } from 'vitest';
import { partName, readShard } from '../../../src/run/sweep/shard.ts';

const slurm = (id: number, min: number, max: number, step: number, count: number) => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_MIN: String(min),
  SLURM_ARRAY_TASK_MAX: String(max),
  SLURM_ARRAY_TASK_STEP: String(step),
  SLURM_ARRAY_TASK_COUNT: String(count),
});

describe('a shard', () => {
  it('is named, and the whole is the default', () => {
    expect(readShard('3/8', undefined, {})).toEqual({ index: 3, count: 8 });
    expect(readShard(undefined, undefined, { JOB_COMPLETION_INDEX: '3', UNPARK_SHARDS: '8' })).toEqual({
      index: 1,
      count: 1,
    });
  });

  it.each([
    ['Kubernetes', { JOB_COMPLETION_INDEX: '0', UNPARK_SHARDS: '8' }, 1, 8],
    ['Cloud Run', { CLOUD_RUN_TASK_INDEX: '7', CLOUD_RUN_TASK_COUNT: '8' }, 8, 8],
    ['Slurm from 0', slurm(2, 0, 3, 1, 4), 3, 4],
    ['Slurm from 1', slurm(4, 1, 4, 1, 4), 4, 4],
    ['Slurm in steps', slurm(30, 10, 40, 10, 4), 3, 4],
    ['GitLab', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '5' }, 2, 5],
    ['CircleCI', { CIRCLE_NODE_INDEX: '2', CIRCLE_NODE_TOTAL: '5' }, 3, 5],
    ['Buildkite', { BUILDKITE_PARALLEL_JOB: '0', BUILDKITE_PARALLEL_JOB_COUNT: '2' }, 1, 2],
    ['two that agree', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '5', JOB_COMPLETION_INDEX: '1', UNPARK_SHARDS: '5' }, 2, 5],
    [
      'a total that GitLab always sets, beside Kubernetes',
      { CI_NODE_TOTAL: '1', JOB_COMPLETION_INDEX: '1', UNPARK_SHARDS: '5' },
      2,
      5,
    ],
  ])('is that of %s', (_, env, index, count) => {
    expect(readShard('auto', undefined, env)).toEqual({ index, count });
  });

  it('takes the number of shards from --shards where the engine does not tell it', () => {
    expect(readShard('auto', 4, { JOB_COMPLETION_INDEX: '3' })).toEqual({ index: 4, count: 4 });
  });

  it.each([
    ['0/8', {}, undefined, 'this is no shard'],
    ['9/8', {}, undefined, 'this is no shard'],
    ['1of8', {}, undefined, 'this is no shard'],
    ['1/8', {}, 8, '--shards says how many shards `--shard auto` has'],
    [undefined, {}, 8, '--shards says how many shards `--shard auto` has'],
    ['auto', {}, undefined, 'no engine says which shard this is'],
    ['auto', { JOB_COMPLETION_INDEX: '3' }, undefined, 'nobody how many there are'],
    ['auto', { JOB_COMPLETION_INDEX: '8', UNPARK_SHARDS: '8' }, undefined, 'is no shard'],
    ['auto', { JOB_COMPLETION_INDEX: 'x', UNPARK_SHARDS: '8' }, undefined, 'is no shard'],
    ['auto', { CLOUD_RUN_TASK_INDEX: '1', CLOUD_RUN_TASK_COUNT: '4' }, 8, 'given twice, and differently'],
    ['auto', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '4', UNPARK_SHARDS: '5' }, undefined, 'given twice, and differently'],
    [
      'auto',
      { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '5', CIRCLE_NODE_INDEX: '2', CIRCLE_NODE_TOTAL: '5' },
      undefined,
      'two engines say different things',
    ],
    ['auto', slurm(3, 1, 7, 1, 3), undefined, 'is no shard'],
    ['auto', slurm(1, 1, 7, 1, 3), undefined, 'is no shard'],
  ])('%s with %j and --shards %s is refused', (text, env, shards, message) => {
    expect(() => readShard(text, shards, env)).toThrow(message);
  });

  it('has a name that sorts by its number', () => {
    expect([2, 10].map((index) => partName({ index, count: 12 }))).toEqual(['part-02-of-12', 'part-10-of-12']);
  });
});
