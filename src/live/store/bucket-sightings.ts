import { toSeconds } from '../../units.ts';

/** One look at the bucket. What it lists was there at some moment between its two times, each object at its own. */
export interface Snapshot {
  /** When the listing was asked for and when it was there, integer µs of the machine. */
  readonly startUs: number;
  readonly endUs: number;
  readonly names: Iterable<string>;
}

/** What the run says of one of its blobs. */
export interface BlobAccount {
  readonly name: string;
  /** When its upload was answered, integer µs of the machine; from then on it must be seen. Without it, from its first sighting on. */
  readonly uploadedUs?: number;
  /** The earliest moment at which its deletion might start, integer µs of the machine. */
  readonly dueUs: number;
  /** How its deletion ended; null when it did not end. */
  readonly outcome: 'deleted' | 'gone' | 'superseded' | 'failed' | 'rejected' | 'neverDeferred' | null;
  /** Why its deletion failed. */
  readonly cause?: string;
  /** How many attempts its deletion took, when known. After a first attempt that went unanswered, `gone` is no surprise. */
  readonly attempts?: number;
}

export type DiscrepancyKind =
  /** It is in the bucket after the run. */
  | 'left over'
  /** A look that began and ended before it was due did not find it. */
  | 'gone before it was due'
  /** It was seen, then it was not, then it was again. */
  | 'came back'
  /** It was seen, and the run knows nothing of it. */
  | 'unknown'
  /** Its deletion was scheduled and has not ended. */
  | 'not accounted for'
  /** Its deletion failed for good, or was refused. */
  | 'not deleted'
  /** The first attempt to delete it found nothing: somebody else has deleted it. */
  | 'deleted by somebody else';

export interface Discrepancy {
  readonly kind: DiscrepancyKind;
  readonly name: string;
  /** What was seen, for a person. */
  readonly detail: string;
}

export interface BucketVerdict {
  /** How many blobs the run accounts for. */
  readonly blobs: number;
  readonly looks: number;
  /** How many of the blobs were seen at least once; one that lives for less than the time between two looks need not be. */
  readonly seen: number;
  /** How many blobs' survival until they were due is proved by at least one look in that time. */
  readonly provedAlive: number;
  /** Empty when nothing is wrong. */
  readonly discrepancies: readonly Discrepancy[];
}

interface Sighting {
  readonly first: number;
  last: number;
  times: number;
}

/** What was seen in a bucket over several looks, and whether it agrees with what the run says. */
export class BucketSightings {
  readonly #startsUs: number[] = [];
  readonly #endsUs: number[] = [];
  readonly #sightings = new Map<string, Sighting>();

  /** @param snapshot which began after the one before it had ended. */
  add(snapshot: Snapshot): void {
    const look = this.#startsUs.push(snapshot.startUs) - 1;
    this.#endsUs.push(snapshot.endUs);
    for (const name of snapshot.names) {
      const sighting = this.#sightings.get(name);
      if (sighting === undefined) {
        this.#sightings.set(name, { first: look, last: look, times: 1 });
      } else if (sighting.last < look) {
        sighting.last = look;
        sighting.times += 1;
      }
    }
  }

  /** Holds the account of a run against what was seen; the last look is the one after the run. */
  verdict(blobs: Iterable<BlobAccount>): BucketVerdict {
    const discrepancies: Discrepancy[] = [];
    const unknown = new Set(this.#sightings.keys());
    let count = 0;
    let seen = 0;
    let provedAlive = 0;
    for (const blob of blobs) {
      count += 1;
      if (unknown.delete(blob.name)) seen += 1;
      const looks = this.#looksInLife(blob);
      if (looks.until >= looks.from) provedAlive += 1;
      const complaints = [this.#early(blob, looks), this.#left(blob.name), this.#back(blob.name), unsettled(blob)];
      for (const complaint of complaints) if (complaint !== undefined) discrepancies.push(complaint);
    }
    for (const name of unknown) {
      discrepancies.push({ kind: 'unknown', name, detail: 'it was in the bucket, and the run did not write it' });
    }
    return { blobs: count, looks: this.#startsUs.length, seen, provedAlive, discrepancies };
  }

  /** The looks during which a blob was there for certain: from its upload, or its first sighting, until it was due. */
  #looksInLife({ name, uploadedUs, dueUs }: BlobAccount): { readonly from: number; readonly until: number } {
    const first = this.#sightings.get(name)?.first ?? Number.POSITIVE_INFINITY;
    const from = uploadedUs === undefined ? first : Math.min(first, countUnder(this.#startsUs, uploadedUs));
    return { from, until: countUnder(this.#endsUs, dueUs) - 1 };
  }

  #early(blob: BlobAccount, { from, until }: { from: number; until: number }): Discrepancy | undefined {
    if (until < from) return undefined;
    const sighting = this.#sightings.get(blob.name);
    const missed = sighting === undefined || sighting.first > from ? from : sighting.last + 1;
    if (missed > until) return undefined;
    const earlyS = toSeconds(blob.dueUs - (this.#endsUs[missed] as number));
    return { kind: 'gone before it was due', name: blob.name, detail: `it was not there ${earlyS} s before` };
  }

  #left(name: string): Discrepancy | undefined {
    const last = this.#startsUs.length - 1;
    if (last < 0 || this.#sightings.get(name)?.last !== last) return undefined;
    return { kind: 'left over', name, detail: 'it is in the bucket after the run' };
  }

  #back(name: string): Discrepancy | undefined {
    const sighting = this.#sightings.get(name);
    if (sighting === undefined || sighting.times === sighting.last - sighting.first + 1) return undefined;
    const missing = sighting.last - sighting.first + 1 - sighting.times;
    return {
      kind: 'came back',
      name,
      detail: `${missing} looks between its first and its last sighting did not find it`,
    };
  }
}

function unsettled({ name, outcome, attempts, cause }: BlobAccount): Discrepancy | undefined {
  switch (outcome) {
    case null:
      return { kind: 'not accounted for', name, detail: 'its deletion was scheduled and has not ended' };
    case 'failed':
    case 'rejected':
      return {
        kind: 'not deleted',
        name,
        detail: `its deletion ended as ${outcome}${cause === undefined ? '' : `: ${cause}`}`,
      };
    case 'neverDeferred':
      return { kind: 'not deleted', name, detail: 'its job ended without handing it on' };
    case 'gone':
      if (attempts === undefined || attempts > 1) return undefined;
      return { kind: 'deleted by somebody else', name, detail: 'the first attempt to delete it found nothing' };
    default:
      return undefined;
  }
}

/** How many of the sorted times are under `timeUs`. */
function countUnder(timesUs: readonly number[], timeUs: number): number {
  let low = 0;
  let high = timesUs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timesUs[middle] as number) < timeUs) low = middle + 1;
    else high = middle;
  }
  return low;
}
