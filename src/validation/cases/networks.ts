/** A closed network, and the law that every network obeys. */
import { machineRepair } from '../../theory/machine-repair.ts';
import { EXPONENTIAL, JOB, ofJob, ofPool, POOL, queueScenario, TASK } from '../reading.ts';
import type { ValidationCase } from '../validation-case.ts';

const MACHINES = { machines: 20, repairers: 4, runSeconds: 40, repairSeconds: 10 };

/** An admitted job is a machine: as soon as it has been served another takes its place, since more of them wait for admission than can be served. */
function machineRepairCase(): ValidationCase {
  const { machines, repairers, runSeconds, repairSeconds } = MACHINES;
  const figures = machineRepair(MACHINES);
  return {
    name: 'machine-repair',
    model: `M/M/${repairers}//${machines}: ${machines} machines that run ${runSeconds} s, ${repairers} repairers that take ${repairSeconds} s`,
    scenario: {
      replications: 20,
      duration: '24h',
      warmUp: '1h',
      pools: { [POOL]: repairers },
      concurrency: { machines: { limit: machines } },
      jobs: {
        [JOB]: {
          arrivals: { constant: '0.5/s' },
          concurrency: 'machines',
          steps: [
            { wait: { exponential: { mean: `${runSeconds}s` } } },
            { task: { name: TASK, steps: [{ work: { exponential: { mean: `${repairSeconds}s` } } }] } },
          ],
        },
      },
    },
    figures: [
      {
        name: 'active threads, mean',
        unit: 'threads',
        theory: figures.busyMean,
        read: ofPool(({ active }) => active.mean),
      },
      {
        name: 'queue depth, mean',
        unit: 'tasks',
        theory: figures.waitingMean,
        read: ofPool(({ queueDepth }) => queueDepth.mean),
      },
      {
        name: 'queue wait, mean',
        unit: 's',
        theory: figures.waitSecondsMean,
        read: ofPool(({ queueWait }) => queueWait.mean),
      },
      {
        name: 'time saturated',
        unit: 'fraction',
        theory: figures.allBusyFraction,
        read: ofPool(({ fullFraction }) => fullFraction),
      },
      {
        name: 'jobs done',
        unit: '1/h',
        theory: figures.repairsPerSecond * 3_600,
        read: ofJob(({ donePerHour }) => donePerHour.mean),
      },
    ],
  };
}

const HOURS = 2;

/** Arrivals stop, and the run goes on until everything has left: then the area under a level is the sum of the times in it, exactly. */
const littlesLaw: ValidationCase = {
  name: 'littles-law',
  model: 'M/M/10, a = 8, drained: ∫ N dt = Σ of the times',
  scenario: queueScenario({
    replications: 5,
    duration: `${HOURS}h`,
    warmUp: '0s',
    threads: 10,
    perSecond: 8,
    work: EXPONENTIAL,
    until: '1h',
  }),
  figures: [
    {
      name: '∫ queue depth dt ÷ Σ queue waits',
      unit: '',
      theory: 1,
      judgedBy: 'exact',
      read: ofPool(({ queueDepth, queueWait }) =>
        queueDepth.mean === null || queueWait.mean === null
          ? null
          : (queueDepth.mean * HOURS * 3_600) / (queueWait.mean * queueWait.count),
      ),
    },
    {
      name: '∫ active threads dt ÷ Σ holding times',
      unit: '',
      theory: 1,
      judgedBy: 'exact',
      read: ofPool(({ active, tasks }) => {
        const holding = tasks[`${JOB}.${TASK}`]?.holding;
        return active.mean === null || holding === undefined || holding.mean === null
          ? null
          : (active.mean * HOURS * 3_600) / (holding.mean * holding.count);
      }),
    },
  ],
};

/** Networks. */
export const networkCases: readonly ValidationCase[] = [machineRepairCase(), littlesLaw];
