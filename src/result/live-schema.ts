/** What only a run in the live world has to tell, beside the measures that both worlds share. */
import * as z from 'zod';
import { nullable, number } from './unit-schema.ts';

const latency = (of: string) =>
  z.strictObject({
    p50: nullable('s', `median ${of}`),
    p99: nullable('s', `99 % of ${of}`),
    max: nullable('s', `longest ${of}`),
  });

/** The scenario's own arrivals, as the pacer sent them. */
const load = z.strictObject({
  planned: number('count', 'arrivals that the scenario has in this run'),
  sent: number('count', 'requests that were sent'),
  accepted: number('count', 'requests that were answered with 202'),
  late: latency('send lag: how late a request was sent'),
  answer: latency('response time, from the planned send time'),
  asPlanned: z.boolean().meta({ description: 'whether the load was sent as the scenario has it' }),
  reason: z.string().meta({ description: 'why not, or empty' }),
});

/** How many jobs the endpoint accepts while the pool is as the design leaves it. */
const intake = z.strictObject({
  requests: number('count', 'requests that autocannon sent'),
  accepted: number('count', 'requests that were answered with 202'),
  perSecond: number('1/s', 'jobs accepted a second, the median of several short rounds'),
  perSecondMin: number('1/s', 'the same in the slowest round'),
  perSecondMax: number('1/s', 'the same in the fastest round'),
  connections: number('count', 'connections at once'),
  latency: z.strictObject({
    p50: nullable('s', 'median time to the answer'),
    p99: nullable('s', '99 % of the requests were answered within this'),
    max: nullable('s', 'longest time to an answer'),
  }),
  curve: z.array(z.number()).meta({
    unit: 's',
    description: 'time to the answer that 0 %, 2 %, 4 % … 100 % of the requests did not exceed',
  }),
  activeThreads: number('threads', 'threads of the pools that held a task when it began'),
  parkedThreads: number('threads', 'threads of the pools that slept when it began'),
});

const osView = z.strictObject({
  threadsMax: nullable('threads', 'most threads of the process; null where the system does not tell'),
  residentBytesMax: number('bytes', 'most resident memory of the process'),
  voluntarySwitchesPerSecond: number('1/s', 'times a thread gave its processor away'),
  involuntarySwitchesPerSecond: number('1/s', 'times a processor was taken from a thread'),
  cpuCores: number('cores', 'processor time a second'),
  eventLoopDelayMaxSeconds: number('s', 'longest delay of the service’s event loop'),
});

/** How late the threads of the pools were woken from their timers. */
const wakes = z.strictObject({
  count: number('count', 'timed waits of threads'),
  lateMeanSeconds: nullable('s', 'mean time by which a thread was woken late'),
  lateMaxSeconds: nullable('s', 'the longest'),
  heldThreads: number('threads', 'mean threads that were held only because they were woken late'),
});

const discrepancy = z.strictObject({ kind: z.string(), name: z.string(), detail: z.string() });

/** What was seen from outside of the blobs, held against the service’s own account. */
const proof = z.strictObject({
  blobs: number('count', 'blobs that the run uploaded'),
  looks: number('count', 'times the independent check listed the bucket'),
  seen: number('count', 'blobs that the independent check saw at least once'),
  provedAlive: number('count', 'blobs that a look found between their upload and their due time'),
  failedLooks: number('count', 'looks that failed: they prove nothing'),
  discrepancies: number('count', 'blobs that are left, went early, or are not accounted for; 0: nothing is lost'),
  firstDiscrepancies: z.array(discrepancy).meta({ description: 'the first of them, in words' }),
});

const failure = z.strictObject({ cause: z.string(), count: number('count', 'how often') });

const probe = z
  .strictObject({
    operations: number('count', 'operations of each kind that were tried before the run'),
    upload: number('s', 'mean'),
    download: number('s', 'mean'),
    delete: number('s', 'mean'),
  })
  .meta({ description: 'the store’s latencies as a probe saw them before the run; the forecast is made with them' });

/** Of one design. */
export const liveDesign = z.strictObject({
  load,
  probe,
  intake: intake.nullable(),
  os: osView,
  proof: proof.nullable(),
  failures: z.array(failure).meta({ description: 'operations and tasks that failed, most frequent first' }),
  cancelled: number('count', 'jobs cancelled while waiting for admission when the run ended'),
  lostTransitions: number('count', 'changes of a thread’s state that could not be read in time'),
  wakes: wakes.optional().meta({ description: 'absent in results that were made before it was measured' }),
  foreignJobs: number('count', 'jobs that came from somebody else than the pacer').optional(),
});

/** Of the run. */
export const liveRun = z.strictObject({
  compress: number('×', 'how many times faster than the scenario; sleeps and work are divided by it, rates multiplied'),
  emulator: z.strictObject({
    origin: z.string().meta({ description: 'how the object store was found' }),
    version: z.string().nullable(),
    honoursGenerationMatch: z.boolean().meta({ description: 'whether a delete spares a newer blob, as probed' }),
  }),
  incomplete: z.string().nullable().meta({ description: 'why the run ended before its end; null when it did not' }),
});

export type LiveDesign = z.infer<typeof liveDesign>;
export type OsView = z.infer<typeof osView>;
export type LoadResult = z.infer<typeof load>;
export type IntakeResult = z.infer<typeof intake>;
export type ProofResult = z.infer<typeof proof>;
export type FailureCount = z.infer<typeof failure>;
