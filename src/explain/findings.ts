/** What stands out in the arithmetic of a design, in sentences. */

import { backlogFindings, deletionFindings } from './deletion-findings.ts';
import type { DesignLoads, Finding, PoolLoad } from './explanation.ts';
import { limitFindings, poolFindings } from './load-findings.ts';

export function findingsOf(loads: DesignLoads): Finding[] {
  return [
    ...loads.pools.flatMap(poolFindings),
    ...loads.limits.flatMap(limitFindings),
    ...deletionFindings(loads.deletions),
    ...loads.pools.flatMap((pool) => starvationFindings(pool, loads)),
    ...backlogFindings(loads.deletions),
  ];
}

/** A pool whose threads may all be held by tasks that wait for tasks in the same pool. */
function starvationFindings({ pool, threads }: PoolLoad, loads: DesignLoads): Finding[] {
  const waiting = loads.waiting.filter((task) => task.pool === pool && task.waitsFor === pool);
  if (waiting.length === 0) return [];
  // Tasks that share a bound share what it allows.
  const bounds = new Map<string, { most: number; by: string; kinds: Set<string> }>();
  for (const task of waiting) {
    const bound = tightestBound(task, loads);
    const known = bounds.get(bound.key) ?? { most: 0, by: bound.by, kinds: new Set<string>() };
    known.most = Math.max(known.most, bound.most);
    known.kinds.add(task.taskKind);
    bounds.set(bound.key, known);
  }
  const most = [...bounds.values()].reduce((sum, bound) => sum + bound.most, 0);
  const kinds = [...new Set(waiting.map(({ taskKind }) => taskKind))].join(', ');
  const reasons = [...new Set([...bounds.values()].map(({ by }) => by))].join('; ');
  if (most >= threads) {
    const many = Number.isFinite(most) ? `up to ${most}` : 'any number';
    return [
      {
        kind: 'risk',
        text: `The pool ${pool} can be starved by its own fan-out: ${many} of its ${threads} threads may be held by tasks that wait for tasks in the same pool (${kinds}; ${reasons}). Then none is left to run what they wait for.`,
      },
    ];
  }
  return [
    {
      kind: 'note',
      text: `Tasks that wait for tasks in their own pool ${pool} (${kinds}) hold at most ${most} of its ${threads} threads (${reasons}), so it cannot be starved by them.`,
    },
  ];
}

function tightestBound(
  task: DesignLoads['waiting'][number],
  { system }: DesignLoads,
): { key: string; most: number; by: string } {
  const bounds = [{ key: `none ${task.taskKind}`, most: Number.POSITIVE_INFINITY, by: 'nothing bounds them' }];
  const admitted = system.concurrency.find(({ name }) => name === task.job.concurrency);
  if (admitted !== undefined)
    bounds.push({
      key: `concurrency ${admitted.name}`,
      most: admitted.limit * task.perJobMax,
      by: `the concurrency limit ${admitted.name} of ${admitted.limit}`,
    });
  for (const { semaphore, permits, perHolderMax } of task.held) {
    const limit = system.semaphores.find(({ name }) => name === semaphore)?.limit ?? Number.POSITIVE_INFINITY;
    bounds.push({
      key: `semaphore ${semaphore}`,
      most: Math.floor(limit / permits) * perHolderMax,
      by: `the semaphore ${semaphore} of ${limit}`,
    });
  }
  return bounds.reduce((least, bound) => (bound.most < least.most ? bound : least));
}
