import { InputError } from '../../errors.ts';
import { CHARTS } from '../../report/files/manifest.ts';
import { checkOwnedPlace, writeOwnedPlace } from '../../report/files/owned-place.ts';
import { sweepCharts } from '../../report/sweep/sweep-charts.ts';
import { renderSweepPage } from '../../report/sweep/sweep-page.ts';
import type { SweepTable } from '../../result/sweep/sweep-schema.ts';
import { sweepCsv, sweepJsonLines } from '../../result/sweep/sweep-text.ts';
import { pageClient } from '../assets.ts';
import { pngsOf, type Tell } from '../save-report.ts';
import { bucketPlace, isInBucket, withBucket } from './bucket.ts';

const TABLE = 'sweep.jsonl';
const TYPES: Readonly<Record<string, string>> = {
  jsonl: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  html: 'text/html; charset=utf-8',
  png: 'image/png',
};

/**
 * Refuses a place that no sweep can go to, so that nobody simulates in vain.
 * @param out a folder, or gs://bucket/prefix. @throws InputError
 */
export async function checkSweepPlace(out: string): Promise<void> {
  if (!isInBucket(out)) {
    checkOwnedPlace(out, 'sweep');
    return;
  }
  const { bucket, prefix } = bucketPlace(out);
  const there = await withBucket(bucket, (store) => store.read(`${prefix}${TABLE}`));
  if (there === undefined || there.startsWith('{"sweep":"unpark-sweep"')) return;
  throw new InputError({
    file: `${out.replace(/\/+$/, '')}/${TABLE}`,
    message: 'the sweep cannot be written there; nothing was changed',
    expected: 'no such object, or a sweep to replace',
    found: `an object that begins with ${JSON.stringify(there.slice(0, 30))}`,
    hint: 'name another place with --out',
  });
}

/** Writes a whole sweep: its table as JSON Lines and CSV, the page and the pictures. @throws InputError where it cannot be written. */
export async function saveSweep(out: string, table: SweepTable, tell: Tell): Promise<void> {
  const { charts } = sweepCharts(table);
  const pngs = await pngsOf(
    charts.map(({ chart }) => chart),
    tell,
  );
  const files = new Map<string, string | Uint8Array>([
    [TABLE, sweepJsonLines(table)],
    ['sweep.csv', sweepCsv(table)],
    ['index.html', renderSweepPage(table, pageClient())],
    ...pngs.map(({ id, bytes }): [string, Uint8Array] => [`${CHARTS}/${id}.png`, bytes]),
  ]);
  if (!isInBucket(out)) {
    writeOwnedPlace(out, 'sweep', files);
    return;
  }
  const { bucket, prefix } = bucketPlace(out);
  await withBucket(bucket, async (store) => {
    for (const [name, content] of files) {
      await store.write(`${prefix}${name}`, content, TYPES[name.split('.').at(-1) as string] as string);
    }
  });
}
