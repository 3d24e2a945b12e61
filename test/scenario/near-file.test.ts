import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readResult } from '../../src/report/read.ts';
import { scenarioFileOf } from '../../src/run/shipped-scenarios.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { nearFile } from '../../src/scenario/near-file.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { problemsThrownBy } from './small-scenario.ts';

function folderWith(...names: readonly string[]): string {
  const folder = temporaryFolder();
  for (const name of names) writeFileSync(join(folder, name), '');
  return folder;
}

it.each([
  ['mail.yml', 'mail.yaml'],
  ['mail', 'mail.yaml'],
  ['mail.json', 'mail.yaml'],
  ['Mail.yaml', 'mail.yaml'],
  ['mial.yaml', 'mail.yaml'],
  ['another.yaml', undefined],
  // It is there: something else is wrong with it.
  ['mail.yaml', undefined],
])('%s beside mail.yaml and mail.txt makes one think of %s', (typed, meant) => {
  const folder = folderWith('mail.yaml', 'mail.txt', 'result.json');
  expect(nearFile(join(folder, typed), 'scenario')).toBe(meant === undefined ? undefined : join(folder, meant));
});

it('is told where a scenario or a result is not there', () => {
  const folder = folderWith('mail.yaml', 'result.json');
  mkdirSync(join(folder, 'mail'));
  const hintOf = (action: () => unknown) => problemsThrownBy(action)[0]?.hint;
  const file = join(folder, 'mail.yaml');
  expect(hintOf(() => loadScenario(join(folder, 'mail.yml')))).toBe(`did you mean \`${file}\`?`);
  expect(hintOf(() => loadScenario(join(folder, 'mail')))).toBe(`did you mean \`${file}\`?`);
  expect(hintOf(() => readResult(join(folder, 'reslut.json')))).toBe(
    `did you mean \`${join(folder, 'result.json')}\`?`,
  );
  expect(hintOf(() => loadScenario(join(folder, 'nowhere', 'mail.yml')))).toContain('unpark list');
});

it('is told of a word that is no shipped scenario', () => {
  const folder = process.cwd();
  process.chdir(folderWith('mail.yaml'));
  try {
    expect(problemsThrownBy(() => scenarioFileOf('mail'))[0]?.hint).toBe('did you mean `mail.yaml`?');
    expect(problemsThrownBy(() => scenarioFileOf('omi-snyc'))[0]?.hint).toBe('did you mean `omi-sync`?');
  } finally {
    process.chdir(folder);
  }
});
