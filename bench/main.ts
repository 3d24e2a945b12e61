import { commandContenders, commandSuite } from './command/suite.ts';
import { runAsContender } from './contender.ts';
import { engineContenders, engineSuite } from './engine/suite.ts';
import { janitorContenders, janitorSuite } from './janitor/suite.ts';
import { liveContenders, liveSuite } from './live/suite.ts';
import { memoryContenders, memorySuite } from './memory/suite.ts';
import { observedSuite } from './observed/suite.ts';
import { pageSuite } from './page/suite.ts';
import { statisticsSuite } from './statistics/suite.ts';
import { sweepSuite } from './sweep/suite.ts';

/** Each measures something and prints Markdown tables. */
const suites: Readonly<Record<string, () => void | Promise<void>>> = {
  engine: engineSuite,
  janitor: janitorSuite,
  command: commandSuite,
  sweep: sweepSuite,
  memory: memorySuite,
  live: liveSuite,
  observed: observedSuite,
  page: pageSuite,
  statistics: statisticsSuite,
};
const contenders = {
  ...engineContenders,
  ...janitorContenders,
  ...commandContenders,
  ...memoryContenders,
  ...liveContenders,
};

const names = process.argv.slice(2);
if (!(await runAsContender(contenders, names))) {
  const unknown = names.filter((name) => suites[name] === undefined);
  if (unknown.length > 0) {
    process.stderr.write(`no such suite: ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}\n`);
    process.exitCode = 2;
  } else {
    for (const name of names.length > 0 ? names : Object.keys(suites)) await suites[name]?.();
  }
}
