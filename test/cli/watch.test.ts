import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { withConditions } from '../gate/gated-scenario.ts';
import { SMALL } from '../scenario/small-scenario.ts';
import { commandFile } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

it('judges again when a scenario changes, lives through a bad file, and ends at Ctrl-C', {
  timeout: 120_000,
}, async () => {
  const cwd = temporaryFolder();
  const file = join(cwd, 'small.yaml');
  const write = (item: string) => writeFileSync(file, withConditions([item], `replications: 1\n${SMALL}`));
  write('janitor.semaphores.slots.limit = 4');
  const child = spawn(process.execPath, [commandFile, 'check', 'small.yaml', '--watch'], {
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
  expect(await told()).toContain('Check passed: 1 passed.');
  write('janitor.semaphores.slots.limit = 5');
  expect(await told()).toContain('Check FAILED: 1 failed.');
  write('janitor.semaphores.slot.limit = 5');
  expect(await told()).toContain('unknown semaphore `slot`');
  write('janitor.semaphores.slots.limit >= 4');
  expect(await told()).toContain('Check passed: 1 passed.');
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([130, null]);
});
