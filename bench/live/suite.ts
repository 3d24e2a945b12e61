import { openStoreServer } from '../../src/live/store/emulator.ts';
import { type Contender, type Figures, MACHINE, measure } from '../contender.ts';
import { digits, printTable } from '../table.ts';
import { bareClientDeletes, janitorDeletes, plainRequestsDelete } from './deletions.ts';

export const liveContenders: Readonly<Record<string, Contender>> = {
  'live-janitor': janitorDeletes,
  'live-bare-client': bareClientDeletes,
  'live-plain-requests': plainRequestsDelete,
};

const BLOBS = 10_000;
const ROUNDS = 5;

/** Ten thousand blobs, due within one second, at one object store: the janitor beside the bare client and bare requests, in turn. */
export async function liveSuite(): Promise<void> {
  const server = await openStoreServer({
    env: process.env,
    say: (text) => process.stderr.write(`${text}\n`),
    signal: new AbortController().signal,
  });
  try {
    const port = Number(new URL(server.url).port);
    for (const concurrency of [16, 50]) {
      const rounds = Array.from({ length: ROUNDS }, () => ({
        janitor: measure('live-janitor', port, BLOBS, concurrency),
        client: measure('live-bare-client', port, BLOBS, concurrency),
        requests: measure('live-plain-requests', port, BLOBS, concurrency),
      }));
      const perSecond = (figures: Figures) => figures.perSecond as number;
      const janitor = median(rounds.map((round) => perSecond(round.janitor)));
      printTable(
        `${BLOBS.toLocaleString('en')} blobs due within one second, ${concurrency} deletions at once (${MACHINE}; medians of ${ROUNDS} rounds)`,
        ['who deletes', 'deletions/s', 'janitor ÷ it', 'processor µs a deletion', 'event loop blocked, longest'],
        [
          [
            'the janitor',
            digits(janitor),
            '1',
            digits(median(rounds.map((round) => round.janitor.cpuUs as number))),
            `${digits(Math.max(...rounds.map((round) => round.janitor.blockedMs as number)))} ms`,
          ],
          [
            '`@google-cloud/storage` alone',
            digits(median(rounds.map((round) => perSecond(round.client)))),
            digits(median(rounds.map((round) => perSecond(round.janitor) / perSecond(round.client)))),
            digits(median(rounds.map((round) => round.client.cpuUs as number))),
            '–',
          ],
          [
            'DELETE requests alone, by autocannon',
            digits(median(rounds.map((round) => perSecond(round.requests)))),
            digits(median(rounds.map((round) => perSecond(round.janitor) / perSecond(round.requests)))),
            '–',
            '–',
          ],
        ],
      );
    }
  } finally {
    await server.close();
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
