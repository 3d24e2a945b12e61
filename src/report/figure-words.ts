import { code } from './format.ts';

const STATISTIC: Readonly<Record<string, string>> = {
  mean: 'mean',
  p50: 'median',
  p95: 'p95',
  p99: 'p99',
  max: 'maximum',
};

type Words = (name: string, statistic: string) => string;

/** By the path of a figure, whose first group is a name and whose second a statistic. */
const FIGURES: readonly (readonly [RegExp, Words])[] = [
  [/^pools\.([^.]+)\.queueDepth\.(\w+)$/, (pool, of) => `the ${of} queue depth of pool ${pool}`],
  [/^pools\.([^.]+)\.queueWait\.(\w+)$/, (pool, of) => `the ${of} queue wait of pool ${pool}`],
  [/^pools\.([^.]+)\.active\.(\w+)$/, (pool, of) => `the ${of} of the active threads of pool ${pool}`],
  [/^pools\.([^.]+)\.working\.(\w+)$/, (pool, of) => `the ${of} of the working threads of pool ${pool}`],
  [/^pools\.([^.]+)\.parked\.(\w+)$/, (pool, of) => `the ${of} of the parked threads of pool ${pool}`],
  [/^pools\.([^.]+)\.blocked\.(\w+)$/, (pool, of) => `the ${of} of the blocked threads of pool ${pool}`],
  [/^pools\.([^.]+)\.holding\.(\w+)$/, (pool, of) => `the ${of} time for which a task holds a thread of pool ${pool}`],
  [/^pools\.([^.]+)\.tasks\..+\.queueWait\.(\w+)$/, (pool, of) => `the ${of} queue wait of a task of pool ${pool}`],
  [
    /^pools\.([^.]+)\.tasks\..+\.(\w+)$/,
    (pool, of) => `the ${of} time for which a task holds a thread of pool ${pool}`,
  ],
  [/^pools\.([^.]+)\.rejected$/, (pool) => `the number of tasks refused by pool ${pool}`],
  [/^pools\.([^.]+)\.submitted$/, (pool) => `the number of tasks of pool ${pool}`],
  [/^jobs\.([^.]+)\.time\.(\w+)$/, (kind, of) => `the ${of} job time of ${kind}`],
  [/^jobs\.([^.]+)\.failedTime\.(\w+)$/, (kind, of) => `the ${of} time to a failure of ${kind}`],
  [/^jobs\.([^.]+)\.admissionWait\.(\w+)$/, (kind, of) => `the ${of} wait for admission of ${kind}`],
  [/^jobs\.([^.]+)\.waiting\.(\w+)$/, (kind, of) => `the ${of} of the ${kind} jobs that wait for admission`],
  [/^jobs\.([^.]+)\.waitingAtEnd$/, (kind) => `the number of ${kind} jobs that wait for admission at the end`],
  [/^jobs\.([^.]+)\.running\.(\w+)$/, (kind, of) => `the ${of} of the ${kind} jobs in progress`],
  [/^jobs\.([^.]+)\.runningAtEnd$/, (kind) => `the number of ${kind} jobs in progress at the end`],
  [/^jobs\.([^.]+)\.(?:done|donePerHour\.mean)$/, (kind) => `the number of ${kind} jobs done`],
  [/^jobs\.([^.]+)\.arrived$/, (kind) => `the number of ${kind} jobs that arrive`],
  [/^jobs\.([^.]+)\.failed$/, (kind) => `the number of ${kind} jobs that failed`],
  [/^jobs\.([^.]+)\.failedFraction$/, (kind) => `the share of ${kind} jobs that failed`],
  [/^jobs\.([^.]+)\.successFraction$/, (kind) => `the share of ${kind} jobs that were completed`],
  [/^semaphores\.([^.]+)\.wait\.(\w+)$/, (name, of) => `the ${of} wait for a permit of ${name}`],
  [/^semaphores\.([^.]+)\.waiting\.(\w+)$/, (name, of) => `the ${of} queue for semaphore ${name}`],
  [/^semaphores\.([^.]+)\.inUse\.(\w+)$/, (name, of) => `the ${of} of the permits of ${name} in use`],
  [/^concurrency\.([^.]+)\.waiting\.(\w+)$/, (name, of) => `the ${of} admission queue of ${name}`],
  [/^concurrency\.([^.]+)\.waitingAtEnd$/, (name) => `the admission queue of ${name} at the end`],
];

/** Of the whole: no name is in their path. */
const OF_ALL: Readonly<Record<string, string>> = {
  'deletions.pending.mean': 'the mean number of pending deletions',
  'deletions.lateness.mean': 'the mean lateness of deletions',
  'deletions.scheduled': 'the number of deletions scheduled',
  'deletions.deleted': 'the number of blobs deleted',
  'deletions.failed': 'the number of deletions given up',
  'deletions.rejected': 'the number of deletions refused at a bound',
  'deletions.retried': 'the number of deletions tried again',
  'deletions.pendingAtEnd': 'the number of deletions pending at the end',
  'deletions.driverStarts': 'the number of janitor threads started',
  'deletions.aliveAfterUrl': 'the number of blobs alive past their signed URL',
  'blobs.alive.mean': 'the mean number of blobs alive',
  'blobs.uploaded': 'the number of blobs uploaded',
  'drivers.working.mean': 'the mean of the working threads beside the pools',
};

/** A figure of a result in the words of the table, its name in backticks: `the mean queue wait of pool q`. Undefined where there are no words for it. @param path as in a result: `pools.q.queueWait.mean`. */
export function figureInWords(path: string): string | undefined {
  if (Object.hasOwn(OF_ALL, path)) return OF_ALL[path];
  for (const [pattern, words] of FIGURES) {
    const found = pattern.exec(path);
    if (found === null) continue;
    const [, name = '', statistic = ''] = found;
    return words(code(name), STATISTIC[statistic] ?? 'mean');
  }
  return undefined;
}
