import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addBaseline } from '../../src/cli/commands/baseline.ts';
import { addCheck } from '../../src/cli/commands/check.ts';
import { addDiff } from '../../src/cli/commands/diff.ts';
import { addExplain } from '../../src/cli/commands/explain.ts';
import { addInit } from '../../src/cli/commands/init.ts';
import { addLive } from '../../src/cli/commands/live.ts';
import { addReport } from '../../src/cli/commands/report.ts';
import { addRun } from '../../src/cli/commands/run.ts';
import { type Disk, disk, draftOf } from '../../src/report/files/disk.ts';
import { makeWhole } from '../../src/report/files/whole-file.ts';
import { JUNIT } from '../../src/report/gate/junit.ts';
import { withConditions } from '../gate/gated-scenario.ts';
import { treeOf } from '../report/files/tree.ts';
import { BRIEF as SMALL } from '../scenario/small-scenario.ts';
import { commandFile, unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const TIMEOUT_MS = 120_000;
const SCENARIO = withConditions(['janitor.semaphores.slots.limit = 4'], `replications: 1\n${SMALL}`);

function folderWithScenario(): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'small.yaml'), SCENARIO);
  return cwd;
}

const run = (cwd: string, args: string) => unpark(args.split(' '), { cwd, env: { GITHUB_ACTIONS: '' } });

describe('a file that is not of our kind', { timeout: TIMEOUT_MS }, () => {
  it('is never replaced by the JUnit report, whatever it is: nothing runs then', async () => {
    const cwd = folderWithScenario();
    await run(cwd, 'run small.yaml --quiet --no-pictures --out r');
    await run(cwd, 'baseline small.yaml --quiet');
    writeFileSync(join(cwd, 'notes.txt'), 'mine');
    writeFileSync(join(cwd, 'page.xml'), '<?xml version="1.0"?><html></html>');
    const before = treeOf(cwd);
    for (const more of [
      '--junit small.yaml',
      '--junit notes.txt',
      '--junit page.xml',
      '--junit r/result.json --result r/result.json',
      '--junit baselines/small.json --baseline',
    ]) {
      const outcome = await run(cwd, `check small.yaml ${more}`);
      expect(outcome, more).toMatchObject({ code: 2, stdout: '' });
      expect(outcome.stderr).toContain('the JUnit report cannot be written there; nothing was changed');
      expect(outcome.stderr).toContain('expected: no file, or a JUnit report to replace');
      expect(treeOf(cwd)).toEqual(before);
    }
  });

  it.each(['check.json', 'check.md', '.unpark-files.json', 'result.json', './deep/../check.md'])(
    'is not made of a file of --out either: %s',
    async (name) => {
      const cwd = folderWithScenario();
      const outcome = await run(cwd, `check small.yaml --out gate --junit gate/${name}`);
      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expect(treeOf(cwd)).toEqual({ 'small.yaml': SCENARIO });
    },
  );

  it.each([
    ['<testsuites tests="1">', true],
    ['\uFEFF<?xml version="1.0"?>\n<!-- by <html> -->\n<!-- and -->\n<testsuite>', true],
    ['<testsuites/>', true],
    ['<testsuitesque/>', false],
    ['<!-- <testsuites> -->', false],
    ['<?xml version="1.0"?>', false],
    ['name: small\n# <testsuites>', false],
    [`${'<!---->'.repeat(9)}<testsuit`, false],
  ])('is known by its root element: %j', (start, isOne) => {
    expect(JUNIT.isOne(start)).toBe(isOne);
  });

  it('is not the report of an earlier check, which is replaced', async () => {
    const cwd = folderWithScenario();
    writeFileSync(join(cwd, 'junit.xml'), '');
    for (let i = 0; i < 2; i += 1) {
      expect(await run(cwd, 'check small.yaml --quiet --junit junit.xml')).toMatchObject({ code: 0, stderr: '' });
    }
    expect(readFileSync(join(cwd, 'junit.xml'), 'utf8')).toContain('<testsuites');
  });
});

describe('a result that is read', { timeout: TIMEOUT_MS }, () => {
  it('is not replaced by the page that compares it with another', async () => {
    const cwd = folderWithScenario();
    await run(cwd, 'run small.yaml --quiet --no-pictures --out a');
    const before = treeOf(cwd);
    for (const args of ['a/result.json a/result.json --out a', 'small.json ./a/result.json --out a']) {
      writeFileSync(join(cwd, 'small.json'), before['a/result.json'] as string);
      const outcome = await run(cwd, `diff ${args}`);
      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expect(outcome.stderr).toMatch(/a\/result\.json in it/);
      expect(treeOf(cwd)).toEqual({ ...before, 'small.json': before['a/result.json'] });
    }
  });

  it('is rendered again into its own folder where it stays as it is, to the byte, and not where it would change', async () => {
    const cwd = folderWithScenario();
    await run(cwd, 'run small.yaml --quiet --out a');
    const before = treeOf(cwd);
    writeFileSync(join(cwd, 'a/summary.md'), 'edited');
    expect(await run(cwd, 'report a/result.json --out a --quiet')).toMatchObject({ code: 0, stderr: '' });
    expect(treeOf(cwd)).toEqual(before);
    const edited = JSON.stringify(JSON.parse(before['a/result.json'] as string), null, 2);
    writeFileSync(join(cwd, 'a/result.json'), edited);
    expect(await run(cwd, 'report a/result.json --out a')).toMatchObject({ code: 2, stdout: '' });
    expect(treeOf(cwd)).toEqual({ ...before, 'a/result.json': edited });
  });
});

describe('an empty path', () => {
  const commands = [addRun, addLive, addCheck, addBaseline, addDiff, addExplain, addReport, addInit].map((add) => {
    const program = new Command();
    add(program);
    return program.commands[0] as Command;
  });
  const parse = (command: Command, args: readonly string[]) =>
    command
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .parseAsync(args, { from: 'user' });
  const words = commands.flatMap((command) => [
    ...command.registeredArguments.map((argument, i, all) => [
      command.name(),
      argument.name(),
      all.map((_, j) => (j === i ? '' : 'a')),
    ]),
    ...command.options
      .filter(({ flags }) => /<(folder|file|[\w.]+\.json)>/.test(flags))
      .map(({ long }) => [command.name(), long, ['a', 'b', long, '']]),
  ]) as [string, string, string[]][];

  it.each(words)('is an error of the command line: %s: %s', async (name, _what, args) => {
    const command = commands.find((one) => one.name() === name) as Command;
    await expect(parse(command, args)).rejects.toThrow('Expected a path, found an empty text.');
  });

  it('is looked for at every option and argument that takes one', () => {
    expect(words.map(([name, what]) => `${name} ${what}`)).toEqual(
      expect.arrayContaining([
        'run --out',
        'live --out',
        'check --junit',
        'check --result',
        'check --baselines',
        'baseline --from',
        'diff before.json',
        'diff after.json',
        'init file',
      ]),
    );
  });
});

describe('a new scenario', { timeout: TIMEOUT_MS }, () => {
  it.runIf(process.platform === 'linux')('is there as a whole or not at all', async () => {
    const cwd = temporaryFolder();
    // A limit of no bytes does what a full disk does: the file is made, and nothing can be written into it.
    const script = 'ulimit -f 0; exec "$0" "$1" init new.yaml';
    const outcome = await promisify(execFile)('bash', ['-c', script, process.execPath, commandFile], { cwd }).then(
      () => ({ code: 0, stderr: '' }),
      (error: { code: number; stderr: string }) => error,
    );
    expect(outcome).toMatchObject({ code: 2, stderr: expect.stringContaining('a limit on the size of files') });
    expect(treeOf(cwd)).toEqual({});
    expect((await run(cwd, 'init new.yaml')).code).toBe(0);
    expect((await run(cwd, 'init new.yaml')).stderr).toContain('found:    a file of that name');
  });

  it('leaves nothing that is seen when it is killed, and nothing at all after the next one', () => {
    const file = join(temporaryFolder(), 'new.yaml');
    const killed: Disk = {
      ...disk,
      claim: (path, content, draft = draftOf(path)) => {
        writeFileSync(draft.replace(`-${process.pid}-`, `-${2 ** 22 + 1}-`), content);
        throw new Error('killed');
      },
    };
    expect(() => makeWhole(file, 'name: new', killed)).toThrow('killed');
    expect(readdirSync(dirname(file))).toEqual([expect.stringMatching(/^\.new\.yaml\.unpark-/)]);
    makeWhole(file, 'name: new');
    expect(readdirSync(dirname(file))).toEqual(['new.yaml']);
  });
});
