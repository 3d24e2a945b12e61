import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readResult } from '../../src/report/read.ts';
import { resultJson } from '../../src/report/write.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { problemsThrownBy } from '../scenario/small-scenario.ts';
import { beforeAfter } from './made-up-result.ts';

function problemsOf(text: string) {
  const file = join(temporaryFolder(), 'result.json');
  writeFileSync(file, text);
  return problemsThrownBy(() => readResult(file));
}

it.each([
  ['an empty file', '', /^not JSON/],
  ['a text', 'hello', /^not JSON/],
  ['JSON of another kind', '{"name":"unpark"}', /^this is no result of unpark$/],
  ['a list', '[]', /^this is no result of unpark$/],
  ['a result of another version', '{"schemaVersion":99}', /^this result has another schema version$/],
])('%s is refused', (_what, text, message) => {
  const problems = problemsOf(text);
  expect(problems).toHaveLength(1);
  expect(problems[0]?.message).toMatch(message);
  expect(problems[0]?.hint).toBeDefined();
});

it('a result that was changed is told where it no longer fits, all places at once', () => {
  const changed = resultJson(beforeAfter())
    .replace('"seed":7855', '"seed":"many"')
    .replace('"replications":4', '"replications":null');
  expect(problemsOf(changed).map(({ path, found }) => [path, found])).toEqual([
    ['seed', '"many"'],
    ['replications', 'null'],
  ]);
});

it('a missing file is refused by its name', () => {
  expect(problemsThrownBy(() => readResult('no/such.json'))[0]).toMatchObject({
    file: 'no/such.json',
    found: 'there is no such file',
  });
});

it.each([1, 2])('a result of version %i that is deep is refused for that, wherever it is deep', (schemaVersion) => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
  for (const text of [
    resultJson(beforeAfter()).replace('{', `{"unknown":${deep},`),
    resultJson(beforeAfter()).replace('"seed":7855', `"seed":${deep}`),
  ]) {
    const [problem] = problemsOf(text.replace('"schemaVersion":2', `"schemaVersion":${schemaVersion}`));
    expect(problem?.message).toBe('its maps and lists lie too deep inside each other');
  }
});

it('what was found is shown up to its sixtieth character, however large it is', () => {
  const changed = resultJson(beforeAfter()).replace('"seed":7855', `"seed":${JSON.stringify(['"'.repeat(1_000_000)])}`);
  expect(problemsOf(changed)[0]?.found).toBe(`${JSON.stringify(['"'.repeat(100)]).slice(0, 60)}…`);
});

it('a stream of events is told as one, with the command that makes its result', () => {
  const [problem] = problemsOf('{"stream":"unpark-events","version":1}\n{"begin":"a"}\n');
  expect(problem).toMatchObject({
    message: 'this is a stream of events that `--events` has written, and not a result.json',
  });
  expect(problem?.hint).toContain('unpark replay');
});
