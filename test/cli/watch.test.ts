import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { withConditions } from '../gate/gated-scenario.ts';
import { SMALL } from '../scenario/small-scenario.ts';
import { commandFile } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** `unpark check --watch` of these files. */
function watching(cwd: string, files: readonly string[]) {
  const child = spawn(process.execPath, [commandFile, 'check', ...files, '--watch'], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '' },
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let text = '';
  const add = (part: string) => {
    text += part;
  };
  child.stdout.setEncoding('utf8').on('data', add);
  child.stderr.setEncoding('utf8').on('data', add);
  /** What has been said since the last time, once it watches again. */
  const told = async (): Promise<string> => {
    while (!text.includes('Ctrl-C ends it')) await once(child.stderr, 'data');
    const said = text;
    text = '';
    return said;
  };
  return { child, told };
}

function writer(cwd: string, name: string): (item: string) => void {
  const text = `replications: 1\n${SMALL.replace('name: small', `name: ${name}`)}`;
  return (item) => writeFileSync(join(cwd, `${name}.yaml`), withConditions([item], text));
}

const HOLDS = 'janitor.semaphores.slots.limit = 4';
const BAD = 'janitor.semaphores.slot.limit = 5';

it('judges again when a scenario changes, lives through a bad file, and ends at Ctrl-C', {
  timeout: 120_000,
}, async () => {
  const cwd = temporaryFolder();
  const write = writer(cwd, 'small');
  write(HOLDS);
  const { child, told } = watching(cwd, ['small.yaml']);
  expect(await told()).toContain('Check passed: 1 passed.');
  write('janitor.semaphores.slots.limit = 5');
  expect(await told()).toContain('Check FAILED: 1 failed.');
  write(BAD);
  expect(await told()).toContain('unknown semaphore `slot`');
  write('janitor.semaphores.slots.limit >= 4');
  expect(await told()).toContain('Check passed: 1 passed.');
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([130, null]);
});

it('judges what a bad file kept from its verdict as soon as that file is mended', { timeout: 120_000 }, async () => {
  const cwd = temporaryFolder();
  const [first, second] = [writer(cwd, 'first'), writer(cwd, 'second')];
  first('janitor.semaphores.slots.limit = 5');
  second(BAD);
  const { told } = watching(cwd, ['first.yaml', 'second.yaml']);
  expect(await told()).toContain('unknown semaphore `slot`');
  second(HOLDS);
  expect(await told()).toContain('Check FAILED: 1 failed and 1 passed in 2 scenarios.');
  second('janitor.semaphores.slots.limit < 5');
  expect(await told()).toContain('Check passed: 1 passed.');
});

describe.runIf(process.platform !== 'win32')('a reader that closes its end', () => {
  /** Watches through a shell, so that what reads is the end of a pipe. @returns what the shell said: the lines that were read, and then the exit code of the watch. */
  async function piped(cwd: string, reader: string): Promise<string> {
    const watch = `"$0" "$1" check small.yaml --watch 2> told`;
    const script = `{ ${watch}; echo "ended with $?" >&3; } 3>&2 | ${reader}`;
    const shell = spawn('sh', ['-c', script, process.execPath, commandFile], {
      cwd,
      env: { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '' },
    });
    onTestFinished(() => {
      shell.kill('SIGKILL');
    });
    let said = '';
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    await once(shell, 'close');
    return said;
  }

  it.each([
    [HOLDS, 0],
    ['janitor.semaphores.slots.limit = 5', 1],
  ])('ends the watch, with the exit code of the last verdict: %s', { timeout: 120_000 }, async (item, code) => {
    const cwd = temporaryFolder();
    writer(cwd, 'small')(item);
    expect(await piped(cwd, 'head -n 1')).toMatch(new RegExp(`ended with ${code}\n$`));
  });
});
