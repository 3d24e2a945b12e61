import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { checkOwnedPlace, writeOwnedPlace } from '../../../src/report/files/owned-place.ts';
import { temporaryFolder } from '../../cli/temporary-folder.ts';
import { treeOf } from './tree.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** In the repository, where the bundle finds the packages. */
const root = join(here, '../../..');

/** Bundles what each process runs. @returns starts one. */
async function writerOf(parent: string) {
  const bundle = join(parent, 'writers.mjs');
  await build({
    entryPoints: [join(here, 'writers.ts')],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    absWorkingDir: root,
    logLevel: 'error',
  });
  return (folder: string, name: string, rounds: number, from: number, everyMs: number) => {
    const child = spawn(process.execPath, [bundle, folder, name, ...[rounds, from, everyMs].map(String)]);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    return { child, said: once(child, 'close').then(() => said) };
  };
}

it('of one new folder all succeed, also while one fails; what is there at the end is of one of them, whole', {
  timeout: 120_000,
}, async () => {
  const parent = temporaryFolder();
  const start = await writerOf(parent);
  const from = Date.now() + 1_000;
  const rounds = 25;
  const names = ['one', 'two', 'three', 'failing'];
  const said = await Promise.all(names.map((name) => start(parent, name, rounds, from, 40).said));
  expect(said).toEqual(['', '', '', '']);
  for (let round = 0; round < rounds; round += 1) {
    const tree = treeOf(join(parent, `new-${round}`));
    const winner = tree['deep/result.json'] as string;
    expect(names.slice(0, 3)).toContain(winner);
    const files = ['result.json', 'summary.md', 'charts/a.png', `charts/${winner}.png`].map((file) => `deep/${file}`);
    expect(Object.keys(tree).sort()).toEqual(
      [...files, 'deep', 'deep/charts', 'deep/.unpark-files.json', 'xml', 'xml/junit.xml'].sort(),
    );
    expect(new Set(files.map((file) => tree[file]))).toEqual(new Set([winner]));
  }
});

it('that are killed leave a new folder that the next run takes, and nothing of theirs beside its report', {
  timeout: 120_000,
}, async () => {
  const parent = temporaryFolder();
  const start = await writerOf(parent);
  const kills = [3, 6, 9, 12, 15, 18, 21];
  await Promise.all(
    kills.map(async (at) => {
      const { child, said } = start(join(parent, String(at)), `killed-${at}`, 1, 0, 0);
      expect(await said).toBe('');
      expect(child.signalCode, `killed at ${at}`).toBe('SIGKILL');
    }),
  );
  for (const at of kills) {
    const folder = join(parent, String(at), 'new-0', 'deep');
    checkOwnedPlace(folder, 'report');
    writeOwnedPlace(folder, 'report', new Map([['result.json', 'next']]));
    expect(Object.keys(treeOf(folder)), `killed at ${at}`).toEqual(['.unpark-files.json', 'result.json']);
  }
});
