/** What an older version of the schema has written, in the shape of today's. */

type Json = Record<string, unknown>;

/**
 * Brings a saved result of an older schema version to the newest shape; what came later is empty or null in it, never made up.
 * @param saved the parsed file, of any version; one of the newest version, and what is no result at all, is given back as it is.
 */
export function migrate(saved: unknown): unknown {
  if (!isObject(saved) || saved.schemaVersion !== 1 || !isObject(saved.designs)) return saved;
  return { ...saved, schemaVersion: 2, designs: mapped(saved.designs, designFrom1) };
}

function designFrom1(design: unknown): unknown {
  if (!isObject(design)) return design;
  return { ...design, series: seriesFrom1(design.series) };
}

/** Version 1 kept the series of the first replication alone. */
function seriesFrom1(series: unknown): unknown {
  if (!isObject(series)) return series;
  const band = (mean: unknown) => ({ mean, low: [], high: [] });
  const pool = (one: unknown) => {
    if (!isObject(one)) return one;
    const [working, parked, blocked] = [one.working, one.parked, one.blocked].map((list) =>
      Array.isArray(list) ? (list as number[]) : [],
    ) as [number[], number[], number[]];
    const active = working.map((threads, bin) => threads + (parked[bin] ?? 0) + (blocked[bin] ?? 0));
    return { ...one, active: band(active), queueDepth: band(one.queueDepth) };
  };
  return {
    ...series,
    replications: 1,
    spanSeconds: series.binSeconds,
    pools: isObject(series.pools) ? mapped(series.pools, pool) : series.pools,
    threads: band(series.threads),
    pending: band(series.pending),
    blobsAlive: band(series.blobsAlive),
    jobsOutside: band(series.jobsOutside),
    jobs: {},
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapped(record: Json, change: (value: unknown) => unknown): Json {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
