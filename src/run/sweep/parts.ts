/** The parts of a sweep, each a file of its own: in a folder, or in a bucket. */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { exitCode, InputError } from '../../errors.ts';
import { kindOf } from '../../report/files/disk.ts';
import { checkPlace, type FileKind, writeWhole } from '../../report/files/whole-file.ts';
import { readSweep } from '../../result/sweep/read-sweep.ts';
import { sweepDifference } from '../../result/sweep/same-sweep.ts';
import type { SweepHeader } from '../../result/sweep/sweep-schema.ts';
import { LARGEST, requireInputFile } from '../../scenario/input-file.ts';
import { bucketPlace, isInBucket, withBucket } from './bucket.ts';
import type { SweepPart } from './merge.ts';
import { partName } from './shard.ts';

const PART: FileKind = {
  what: 'the part of the sweep',
  one: 'a part of a sweep',
  isOne: (start) => start.startsWith('{"sweep":"unpark-sweep"'),
};
const NAME = /^part-\d+-of-\d+\.jsonl$/;
const HINT = 'give parts that `npx unpark sweep --shard` has written, or a folder or gs:// prefix with them';

/** Where a part goes: a path, or a name in a bucket. @param out the folder, or gs:// prefix. */
export function partPlace(out: string, header: SweepHeader): string {
  const name = `${partName(header.shard)}.jsonl`;
  return isInBucket(out) ? `${out.replace(/\/+$/, '')}/${name}` : join(out, name);
}

/**
 * Looks whether a part is there already, so that a task that its engine starts again does nothing twice.
 * @throws InputError where a part of another sweep is there (exit code 3), one that is not whole (2), or where none can be written: nothing is overwritten.
 */
export async function isPartThere(place: string, header: SweepHeader): Promise<boolean> {
  const text = isInBucket(place) ? await fromBucket(place) : localPart(place);
  if (text === undefined) return false;
  const difference = sweepDifference(header, readSweep(text, place).header);
  if (difference === undefined) return true;
  throw new InputError(
    {
      file: place,
      message: `there is a part of another sweep: it has another ${difference.what}; nothing was overwritten`,
      expected: difference.expected,
      found: difference.found,
      hint: 'remove it, or name another place with --out',
    },
    exitCode.notComparable,
  );
}

/** Puts a part in its place. @throws InputError where that cannot be, or where one was put there since. */
export async function writePart(place: string, text: string): Promise<void> {
  if (!isInBucket(place)) {
    writeWhole(place, text, PART);
    return;
  }
  const [bucket, name] = objectOf(place);
  const created = await withBucket(bucket, (store) => store.create(name, text, 'application/x-ndjson'));
  // Two tasks with one shard write the same bytes; another sweep does not.
  if (created || (await fromBucket(place)) === text) return;
  throw new InputError({
    file: place,
    message: 'another task has put another part there meanwhile; nothing was overwritten',
    expected: 'one task for each shard',
    found: 'other bytes',
    hint: 'name another place with --out',
  });
}

/** The parts that are named: files, folders with parts, and the same in buckets. @throws InputError with what is wrong with any. */
export async function readParts(places: readonly string[]): Promise<SweepPart[]> {
  const texts = (
    await Promise.all(places.map((place) => (isInBucket(place) ? bucketParts(place) : localParts(place))))
  ).flat();
  return texts.map(({ from, text }) => ({ from, table: readSweep(text, from) }));
}

interface PartText {
  readonly from: string;
  readonly text: string;
}

function localParts(place: string): PartText[] {
  const isFolder = statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  const files = isFolder
    ? readdirSync(place)
        .filter((name) => NAME.test(name))
        .sort()
        .map((name) => join(place, name))
    : [place];
  if (files.length === 0) throw noParts(place);
  return files.map((from) => ({ from, text: textOf(from) }));
}

async function bucketParts(place: string): Promise<PartText[]> {
  if (place.endsWith('.jsonl')) {
    const text = await fromBucket(place);
    if (text === undefined) throw noParts(place);
    return [{ from: place, text }];
  }
  const { bucket, prefix } = bucketPlace(place);
  return withBucket(bucket, async (store) => {
    const names = (await store.names(prefix)).filter((name) => NAME.test(basename(name)));
    if (names.length === 0) throw noParts(place);
    const parts: PartText[] = [];
    for (const name of names) parts.push({ from: `gs://${bucket}/${name}`, text: (await store.read(name)) ?? '' });
    return parts;
  });
}

function noParts(file: string): InputError {
  return new InputError({
    file,
    message: 'there are no parts of a sweep',
    expected: 'files such as part-1-of-8.jsonl',
    found: 'none',
    hint: HINT,
  });
}

function localPart(file: string): string | undefined {
  checkPlace(file, PART);
  return kindOf(file) === 'nothing' ? undefined : textOf(file);
}

function textOf(file: string): string {
  return requireInputFile(file, LARGEST.result, 'a part of a sweep', () => HINT);
}

async function fromBucket(place: string): Promise<string | undefined> {
  const [bucket, name] = objectOf(place);
  return withBucket(bucket, (store) => store.read(name));
}

function objectOf(place: string): [bucket: string, name: string] {
  const { bucket, prefix } = bucketPlace(place);
  return [bucket, prefix.slice(0, -1)];
}
