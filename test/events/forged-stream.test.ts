import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { InputError } from '../../src/errors.ts';
import { restored, storable } from '../../src/events/stream.ts';
import { replayFile } from '../../src/run/replay-file.ts';
import { compressScenario } from '../../src/scenario/compress.ts';
import { scenarioHash } from '../../src/scenario/hash.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import type { Scenario } from '../../src/scenario/model.ts';
import { resolvedScenario } from '../../src/scenario/resolved-schema.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { load } from '../scenario/small-scenario.ts';
import { written } from './written.ts';

// biome-ignore lint/suspicious/noExplicitAny: what a forger writes has no type.
type Change = (scenario: any) => void;

/** The stream of another scenario, as somebody would forge it: with its hash, and with the digest of all lines. @param names replaced everywhere. */
function forge(change: Change, names: readonly [string, string] = ['', '']): string {
  const folder = temporaryFolder();
  const scenario = { ...load(undefined, { replications: 1 }), durationUs: 600_000_000 };
  const lines = readFileSync(written(scenario, folder).events, 'utf8').trimEnd().split('\n');
  const [from, to] = names.map((name) => JSON.stringify(name)) as [string, string];
  const renamed = lines.map((line) => line.replaceAll(from, () => to));
  const head = JSON.parse(renamed[0] as string);
  change(head.scenario);
  head.scenarioHash = scenarioHash(restored(head.scenario) as Scenario);
  const all = [JSON.stringify(head), ...renamed.slice(1, -1)].map((line) => `${line}\n`).join('');
  const close = { ...JSON.parse(lines.at(-1) as string), sha256: createHash('sha256').update(all).digest('hex') };
  const file = join(folder, 'forged.jsonl');
  writeFileSync(file, `${all}${JSON.stringify(close)}\n`);
  return file;
}

async function problemOf(file: string) {
  const error = await replayFile(file).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(InputError);
  expect((error as InputError).code).toBe(2);
  return (error as InputError).problems[0] as InputError['problems'][number];
}

const none: Change = () => {};

it('a forged stream whose scenario is one is replayed: the rest is refused for what is in it', async () => {
  const result = await replayFile(forge(none, ['legacy', 'another']));
  expect(Object.keys(result.designs)).toContain('another');
});

const NAMES = ['../../x', '/tmp/x', '__proto__', '<img src=x onerror=alert(1)>', 'a.b', '', 'x\u001b[31m', 'a\n'];

it.each(['small', 'legacy', 'storage', 'sync', 'slots', 'pipelines', 'sync.decode'])(
  'a name that no scenario can have is refused in its head: that of %s',
  async (name) => {
    for (const other of NAMES.filter((one) => name !== 'sync.decode' || one !== 'a.b')) {
      expect((await problemOf(forge(none, [name, other]))).message, other).toMatch(/not the scenario of a stream/);
    }
  },
);

const first = (scenario: { designs: { system: { pools: object[]; jobs: object[] } }[] }) =>
  (scenario.designs[0] as (typeof scenario.designs)[0]).system;

it.each<[string, Change]>([
  ['threads without bound', (one) => Object.assign(first(one).pools[0] as object, { threads: 1e9 })],
  ['no thread', (one) => Object.assign(first(one).pools[0] as object, { threads: 0 })],
  ['a key that none has', (one) => Object.assign(first(one).pools[0] as object, { healthLog: {} })],
  ['a negative warm-up', (one) => Object.assign(one, { warmUpUs: -1 })],
  ['half a µs', (one) => Object.assign(one, { durationUs: 600_000_000.5 })],
  ['a time past all whole numbers', (one) => Object.assign(one, { durationUs: 1e300 })],
  ['a seed that is none', (one) => Object.assign(one, { seed: 2 ** 32 })],
  ['half a replication', (one) => Object.assign(one, { replications: 0.5 })],
  ['no jobs', (one) => Object.assign(first(one), { jobs: [] })],
  ['no system', (one) => Object.assign(one.designs[0], { system: null })],
  ['an unknown strategy', (one) => Object.assign(first(one).jobs[0] as object, { deletion: { by: 'constructor' } })],
])('what no scenario can have is refused in its head: %s', async (_what, change) => {
  expect((await problemOf(forge(change))).message).toMatch(/not the scenario of a stream/);
});

it('a head that is deep is refused for that', async () => {
  const deep = forge((one) => Object.assign(one, { question: 'DEEP' }));
  writeFileSync(deep, readFileSync(deep, 'utf8').replace('"DEEP"', `${'['.repeat(20_000)}${']'.repeat(20_000)}`));
  expect((await problemOf(deep)).message).toMatch(/too deep/);
});

it('a stream is refused whose result nobody could read again', async () => {
  const long = 'p'.repeat(300);
  expect(await problemOf(forge(none, ['storage', long]))).toMatchObject({
    expected: 'a name is a letter, then letters, digits, - or _',
  });
});

it('every shipped scenario is what the head of a stream may hold, also as a live run compresses it', () => {
  for (const file of readdirSync('scenarios').filter((name) => name.endsWith('.yaml'))) {
    const scenario = loadScenario(join('scenarios', file));
    for (const one of [scenario, compressScenario(scenario, 60), compressScenario(scenario, 7)]) {
      const stored = restored(JSON.parse(JSON.stringify(storable(one))));
      expect(resolvedScenario.safeParse(stored).error?.issues ?? [], file).toEqual([]);
    }
  }
});
