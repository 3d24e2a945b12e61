import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { complaintsAbout } from '../src/gate/expectations.ts';
import { buildScenario } from '../src/scenario/parse.ts';
import { starterScenario } from '../src/scenario/templates/templates.ts';
import { commandFile } from './cli/command.ts';
import { temporaryFolder } from './cli/temporary-folder.ts';
import { withConditions } from './gate/gated-scenario.ts';
import { withoutNewsOfNpm } from './package/news-of-npm.ts';
import { BRIEF as SMALL } from './scenario/small-scenario.ts';

const TIMEOUT_MS = 120_000;

interface Step {
  readonly shell: string;
  readonly run: string;
  readonly env: Readonly<Record<string, string>>;
  readonly 'working-directory': string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const action = parse(readFileSync('action.yml', 'utf8')) as Action;

/** A project that has unpark installed, with a scenario that has these conditions. */
function project(items: readonly string[]): string {
  const root = temporaryFolder();
  mkdirSync(join(root, 'node_modules/.bin'), { recursive: true });
  mkdirSync(join(root, 'scenarios'));
  writeFileSync(join(root, 'package.json'), '{ "name": "service", "private": true }');
  symlinkSync(commandFile, join(root, 'node_modules/.bin/unpark'));
  writeFileSync(join(root, 'scenarios/small.yaml'), withConditions(items, `replications: 2\n${SMALL}`));
  return root;
}

/** Runs a script as a runner does, without the network. */
function bash(script: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      HOME: cwd,
      NO_COLOR: '1',
      npm_config_offline: 'true',
      npm_config_update_notifier: 'false',
      ...env,
    },
  });
  return { code: status, stdout, stderr: withoutNewsOfNpm(stderr) };
}

/** Runs the steps of the action, as the runner would with these inputs. */
function runAction(
  root: string,
  inputs: Readonly<Record<string, string>>,
  machine: Readonly<Record<string, string>> = {},
) {
  for (const name of Object.keys(inputs)) expect(Object.keys(action.inputs)).toContain(name);
  const filled = (text: string) =>
    text.replace(
      /\$\{\{ inputs\.([\w-]+) \}\}/g,
      (_, name: string) => inputs[name] ?? action.inputs[name]?.default ?? '',
    );
  const outcomes = action.runs.steps.map(({ run, env, 'working-directory': folder }) => {
    expect(run).not.toContain('${{');
    const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)]));
    const runner = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: root, GITHUB_STEP_SUMMARY: join(root, 'summary.md') };
    return bash(run, join(root, filled(folder)), { ...own, ...runner, ...machine });
  });
  return outcomes[0] as ReturnType<typeof bash>;
}

const HOLDS = 'janitor.semaphores.slots.limit = 4';
const FAILS = 'janitor.semaphores.slots.limit = 5';

describe('the action', { timeout: TIMEOUT_MS }, () => {
  it('is a composite action of bash steps, whose inputs all say what they are', () => {
    expect(action.runs.using).toBe('composite');
    expect(action.runs.steps.map(({ shell }) => shell)).toEqual(['bash']);
    for (const { description, default: value } of Object.values(action.inputs)) {
      expect(description).toBeTruthy();
      expect(typeof value).toBe('string');
    }
  });

  it('passes with its defaults, and writes the summary of the step', () => {
    const root = project([HOLDS]);
    const outcome = runAction(root, {});
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toContain('Check passed: 1 passed.');
    expect(readFileSync(join(root, 'summary.md'), 'utf8')).toContain('# unpark check');
  });

  it('fails with the exit code of the check, and annotates the line', () => {
    const outcome = runAction(project([FAILS]), { scenarios: 'scenarios/small.yaml\n' });
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain(`::error file=scenarios/small.yaml,line=40,title=${FAILS}::`);
  });

  it('passes its inputs on: several scenarios, the baseline, the files to write, the folder', () => {
    const root = project([HOLDS]);
    const inputs = {
      scenarios: 'small.yaml\n./small.yaml',
      baseline: 'true',
      junit: 'j.xml',
      out: 'o',
      'working-directory': 'scenarios',
    };
    const missing = runAction(root, inputs);
    expect(missing.code).toBe(3);
    expect(missing.stdout).toContain('there is no baselines/small.json');
    expect(readFileSync(join(root, 'scenarios/j.xml'), 'utf8')).toContain('<testsuite name="small"');
    expect(readFileSync(join(root, 'scenarios/o/check.md'), 'utf8')).toContain('unpark check');
    expect(bash('npx unpark baseline small.yaml', join(root, 'scenarios')).code).toBe(0);
    expect(runAction(root, { ...inputs, scenarios: 'small.yaml' }).code).toBe(0);
  });

  it.each(['True', 'yes', '1', ' true', 'true\n::notice::x'])(
    'refuses %j for the baseline, whatever it was meant to say',
    (baseline) => {
      const outcome = runAction(project([HOLDS]), { baseline });
      expect(outcome.code).toBe(2);
      expect(outcome.stdout).toMatch(
        /^::error::unpark: the input baseline has to be true or false, and is '[^\n]*'\n$/,
      );
    },
  );

  it.each(['false', ''])('leaves the baseline out for %j', (baseline) => {
    const outcome = runAction(project([HOLDS]), { baseline });
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).not.toContain('baseline');
  });

  it('runs nothing of its name from a registry: what the project has installed, or a package by its path or URL', () => {
    const root = project([HOLDS]);
    rmSync(join(root, 'node_modules'), { recursive: true });
    expect(runAction(root, {}).code).not.toBe(0);
    // What npm and npx are asked for is seen by programs that only say it.
    for (const name of ['npx', 'npm'])
      writeFileSync(join(root, name), `#!/bin/sh\necho "${name} $*"\n`, { mode: 0o755 });
    const asked = (inputs: Readonly<Record<string, string>>) =>
      runAction(root, inputs, { PATH: `${root}:${process.env.PATH}` }).stdout;
    const check = 'npx --no-install unpark check scenarios/*.yaml\n';
    expect(asked({})).toBe(check);
    expect(asked({ package: './unpark.tgz' })).toBe(
      `npm install --no-save --no-audit --no-fund ./unpark.tgz\n${check}`,
    );
    for (const name of ['unpark', 'unpark@0.1.0', 'http://x/unpark.tgz']) {
      expect(runAction(root, { package: name })).toMatchObject({
        code: 2,
        stdout: expect.stringContaining('::error::'),
      });
    }
  });

  it('takes nothing in an input as a command', () => {
    const root = project([HOLDS]);
    const outcome = runAction(root, { scenarios: '$(touch stolen); `touch stolen`' });
    expect(outcome.code).toBe(2);
    expect(() => readFileSync(join(root, 'stolen'))).toThrow(/ENOENT/);
  });
});

describe('the jobs of docs/ci.md', { timeout: TIMEOUT_MS }, () => {
  const blocks = [...readFileSync('docs/ci.md', 'utf8').matchAll(/```yaml\n(# \.[\s\S]*?)```/g)].map(([, text]) =>
    parse(text as string),
  );

  it('begin with conditions that load in the scenario that `unpark init` writes', () => {
    const [, conditions] = /```yaml\n( +expect:[\s\S]*?)```/.exec(readFileSync('docs/ci.md', 'utf8')) as unknown as [
      string,
      string,
    ];
    const scenario = { ...(parse(starterScenario('example')) as object), ...(parse(conditions) as object) };
    expect(buildScenario(scenario, { checkExpectations: complaintsAbout }).expect).toHaveLength(2);
  });

  it('hand inputs to the action that it has', () => {
    const steps = blocks[0].jobs.check.steps as readonly { uses?: string; with?: object }[];
    const ours = steps.find(({ uses }) => uses?.includes('/unpark@'));
    for (const name of Object.keys(ours?.with ?? {})) expect(Object.keys(action.inputs)).toContain(name);
    expect(ours?.with).toBeDefined();
  });

  it('check the scenarios and leave what GitLab is told to collect', () => {
    const root = project([HOLDS]);
    expect(bash('npx unpark baseline scenarios/small.yaml', root).code).toBe(0);
    const { script, artifacts } = blocks[1].unpark;
    expect(script.join('\n')).toMatch(/^npx --no-install unpark check /);
    const outcome = bash(script.join('\n'), root);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(root, artifacts.reports.junit), 'utf8')).toContain('<testsuites');
    expect(readFileSync(join(root, artifacts.paths[0], 'check.md'), 'utf8')).toContain('unpark check');
    writeFileSync(join(root, 'scenarios/small.yaml'), withConditions([FAILS], `replications: 2\n${SMALL}`));
    expect(bash(script.join('\n'), root).code).toBe(1);
  });
});
