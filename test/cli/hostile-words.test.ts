import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withConditions } from '../gate/gated-scenario.ts';
import { BRIEF as SMALL } from '../scenario/small-scenario.ts';
import { type Outcome, unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const TIMEOUT_MS = 120_000;
/** Colours everything that follows, and begins a line of its own. */
const HOSTILE = 'a\u001b[31m\nEVIL';
const FAILING = 'janitor.semaphores.slots.limit = 5';

/** A file and a folder with such names, and a result. */
function hostileFolder(): string {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, HOSTILE));
  for (const file of ['small.yaml', `${HOSTILE}.yaml`, join(HOSTILE, 'in.yaml')]) {
    writeFileSync(join(cwd, file), withConditions([FAILING], `replications: 1\n${SMALL}`));
  }
  writeFileSync(join(cwd, `${HOSTILE}.json`), '{');
  return cwd;
}

function expectHarmless({ stdout, stderr }: Outcome): void {
  expect(`${stdout}\n${stderr}`).not.toContain('\u001b');
  expect(`${stdout}\n${stderr}`).not.toMatch(/^\s*EVIL/m);
}

describe.skipIf(process.platform === 'win32')(
  'a name with colours and lines in it is written out',
  { timeout: TIMEOUT_MS },
  () => {
    it.each([
      ['an unknown command', [HOSTILE]],
      ['an unknown option', ['run', `--${HOSTILE}`]],
      ['an argument too many', ['explain', 'small.yaml', HOSTILE]],
      ['a number that is none', ['run', 'small.yaml', '--seed', HOSTILE]],
      ['a duration that is none', ['explain', 'small.yaml', '--duration', HOSTILE]],
      ['a template that is none', ['init', 'x.yaml', '--template', HOSTILE]],
      ['a design', ['run', 'small.yaml', '--design', HOSTILE]],
      ['a setting', ['run', 'small.yaml', '--set', `${HOSTILE}=${HOSTILE}`]],
      ['a scenario', ['run', HOSTILE.replace('a', 'b')]],
      ['a file to explain', ['explain', `${HOSTILE}x.yaml`]],
      ['a file to check', ['check', `${HOSTILE}x.yaml`]],
      ['a pattern', ['check', `${HOSTILE}*.yml`]],
      ['a file to write', ['init', `${HOSTILE}.yaml`]],
      ['a folder to write in', ['init', join(HOSTILE, 'new.yaml')]],
      ['a folder that is not there', ['init', join(`${HOSTILE}x`, 'new.yaml')]],
      ['a report', ['run', 'small.yaml', '--no-pictures', '--out', join(HOSTILE, 'out')]],
      ['a report that cannot be', ['run', 'small.yaml', '--out', `${HOSTILE}.json`]],
      ['a result', ['report', `${HOSTILE}.json`]],
      ['two results', ['diff', `${HOSTILE}.json`, `${HOSTILE}.json`]],
      ['baselines', ['baseline', `${HOSTILE}.yaml`]],
      ['baselines elsewhere', ['baseline', 'small.yaml', '--baselines', HOSTILE]],
      ['baselines that are not there', ['check', 'small.yaml', '--baseline', '--baselines', HOSTILE]],
      ['what is judged', ['check', join(HOSTILE, 'in.yaml'), `${HOSTILE}.yaml`, '--baseline']],
      ['what is judged, as JSON', ['check', `${HOSTILE}.yaml`, '--json']],
      ['files of a check', ['check', 'small.yaml', '--junit', join(HOSTILE, 'x'), '--out', join(HOSTILE, 'y')]],
      ['an address', ['live', 'small.yaml', '--endpoint', HOSTILE]],
      ['a live run', ['live', `${HOSTILE}x.yaml`]],
    ])('%s', async (_what, args) => {
      // On GitHub a check says what it says elsewhere, and annotations too.
      const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '' };
      const outcome = await unpark(args, { cwd: hostileFolder(), env });
      expect(`${outcome.stdout}${outcome.stderr}`).not.toBe('');
      expectHarmless(outcome);
    });
  },
);
