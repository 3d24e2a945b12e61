import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { addSweep } from '../../src/cli/commands/sweep.ts';
import { readGrid } from '../../src/run/sweep/grid.ts';
import { planSweep } from '../../src/run/sweep/plan.ts';
import { readShard } from '../../src/run/sweep/shard.ts';
import { scenarioBuilder } from '../../src/scenario/load.ts';
import { cloudRunJob } from './cloud-run-schema.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (name: string) => readFileSync(`${root}deploy/${name}`, 'utf8');

/** What the types that are made of Kubernetes' own OpenAPI description (kubernetes-types) say against a Job: unknown keys, wrong values, missing ones. */
function complaintsAboutJob(manifest: unknown): string[] {
  const file = `${root}test/deploy/manifest-to-check.ts`;
  const source = `import type { Job } from 'kubernetes-types/batch/v1';\nexport const job: Job = ${JSON.stringify(manifest)};\n`;
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, target) =>
    name === file ? ts.createSourceFile(name, source, target) : getSourceFile(name, target);
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host));
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

/** The options of a manifest's command, as the command reads them. */
function optionsOf(args: readonly string[]): { scenario: string; options: Record<string, unknown> } {
  const program = new Command('unpark').exitOverride();
  addSweep(program);
  const [command] = program.commands as [Command];
  let read: { scenario: string; options: Record<string, unknown> } | undefined;
  command.exitOverride().action((scenario: string, options: Record<string, unknown>) => {
    read = { scenario, options };
  });
  program.parse(args, { from: 'user' });
  return read as NonNullable<typeof read>;
}

function pointsOf(args: readonly string[]): number {
  const { options } = optionsOf(args);
  const grid = readGrid(options.set as string[]);
  const build = scenarioBuilder(`${root}scenarios/omi-sync.yaml`);
  return planSweep(build, grid, options.measure as string[] | undefined, { index: 1, count: 1 }, []).header.points;
}

describe('the manifest for Kubernetes', () => {
  const job = parse(text('kubernetes-indexed-job.yaml'));

  it('is a Job by the types of Kubernetes, which object to what is none', () => {
    expect(complaintsAboutJob(job)).toEqual([]);
    for (const spec of [{ completionmode: 'Indexed' }, { completions: '8' }, { template: { spec: {} } }]) {
      expect(complaintsAboutJob({ ...job, spec: { ...job.spec, ...spec } })).not.toEqual([]);
    }
    expect(complaintsAboutJob({ ...job, kind: 'Jobs' })).not.toEqual([]);
  });

  it('runs a sweep that omi-sync has, in as many shards as it has completions', () => {
    const [{ args, env }] = job.spec.template.spec.containers;
    expect(pointsOf(args)).toBe(32);
    expect(job.spec.completionMode).toBe('Indexed');
    const variables = Object.fromEntries(env.map(({ name, value }: Record<string, string>) => [name, value]));
    const last = { ...variables, JOB_COMPLETION_INDEX: String(job.spec.completions - 1) };
    const { shard } = optionsOf(args).options;
    expect(readShard(shard as string, undefined, last)).toEqual({ index: 8, count: job.spec.completions });
  });
});

describe('the manifest for Cloud Run', () => {
  const job = parse(text('cloud-run-job.yaml'));

  it('is a Job by the API of Cloud Run', () => {
    expect(cloudRunJob.safeParse(job).error).toBeUndefined();
    expect(cloudRunJob.safeParse({ ...job, spec: { ...job.spec, taskCount: 8 } }).success).toBe(false);
  });

  it('runs a sweep that omi-sync has, into a bucket, and no more tasks than points', () => {
    const { spec } = job.spec.template;
    const [{ args }] = spec.template.spec.containers;
    expect(pointsOf(args)).toBeGreaterThanOrEqual(spec.taskCount);
    expect(optionsOf(args)).toMatchObject({
      scenario: 'omi-sync',
      options: { shard: 'auto', out: 'gs://my-bucket/sweep' },
    });
  });
});

describe('the matrix for CI', () => {
  it('has each shard once, and merges what its jobs have left', () => {
    const { jobs } = parse(text('github-matrix.yaml'));
    const { shard } = jobs.part.strategy.matrix;
    const { run } = jobs.part.steps.find((step: { run?: string }) => step.run?.includes(' sweep ') === true);
    const [, count] = /--shard \$\{\{ matrix\.shard \}\}\/(\d+)/.exec(run) ?? [];
    expect(shard).toEqual(Array.from({ length: Number(count) }, (_, index) => index + 1));
    expect(jobs.merge.needs).toBe('part');
  });
});

describe('all of them', () => {
  it('take the image of the version that this is', () => {
    const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    for (const name of ['kubernetes-indexed-job.yaml', 'cloud-run-job.yaml']) {
      expect([name, [...text(name).matchAll(/unpark:([\d.]+)$/gm)].map(([, found]) => found)]).toEqual([
        name,
        expect.arrayContaining([version]),
      ]);
    }
  });
});
