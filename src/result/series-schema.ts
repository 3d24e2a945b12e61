import * as z from 'zod';
import { number } from './unit-schema.ts';

const points = z.array(z.number());
/** Null where nothing was observed. */
const sparsePoints = z.array(z.number().nullable());

/** A level over the run, bin by bin. */
export const band = z
  .strictObject({
    mean: points.meta({ description: 'mean over the replications of the time-weighted mean of each bin' }),
    low: points.meta({ description: 'the lowest of the replications in each bin; empty where there is one run' }),
    high: points.meta({ description: 'the highest of the replications in each bin; empty where there is one run' }),
  })
  .meta({ description: 'a level over the run, over all replications' });

/** What is drawn over time. */
export const series = z
  .strictObject({
    replications: number('count', 'how many replications the series are made of'),
    binSeconds: number('s', 'width of a bin'),
    spanSeconds: number('s', 'width of a span of job times'),
    warmUpSeconds: number('s', 'where the measured time begins'),
    pools: z.record(
      z.string(),
      z.strictObject({
        working: points,
        parked: points,
        blocked: points,
        active: band,
        activeMax: points,
        queueDepth: band,
        queueDepthMax: points,
      }),
    ),
    threads: band,
    pending: band,
    blobsAlive: band,
    jobsWaiting: band,
    latenessMax: sparsePoints,
    jobs: z
      .record(z.string(), z.strictObject({ p50: sparsePoints, p95: sparsePoints, p99: sparsePoints }))
      .meta({ description: 'the time of the jobs that were completed in each of at most 48 spans, within 0.2 %' }),
  })
  .meta({ description: 'all replications from time 0, in at most 288 time-weighted bins' });
