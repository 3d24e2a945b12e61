import { simulate } from '../../sim/simulate.ts';
import { asChecked, scenarioCheck } from '../../src/gate/check.ts';
import { complaintsAbout, parseExpectations } from '../../src/gate/expectations.ts';
import { judge } from '../../src/gate/judge.ts';
import { renderCheckJson } from '../../src/report/gate/json.ts';
import { renderJunit } from '../../src/report/gate/junit.ts';
import { renderCheckSummary } from '../../src/report/gate/summary.ts';
import { renderCheckTerminal } from '../../src/report/gate/terminal.ts';
import { loadScenario } from '../../src/scenario/load.ts';

/** All that a check of a short omi-sync comes to: its verdict, its result, and every form in which it is told. */
export function wholeCheck(): string {
  const overrides = ['duration=30m', 'replications=2', 'check.replications=2', 'check.duration=30m'];
  const scenario = loadScenario('scenarios/omi-sync.yaml', { overrides, checkExpectations: complaintsAbout });
  const result = simulate(asChecked(scenario), 'test');
  const verdict = judge(result, parseExpectations(scenario));
  const checks = [scenarioCheck(result, 'omi-sync.yaml', verdict, undefined)];
  const reproduce = 'npx unpark check omi-sync.yaml';
  const printed = [
    renderCheckTerminal(checks, { colour: false, reproduce }),
    renderJunit(checks),
    renderCheckJson(checks, reproduce),
    renderCheckSummary(checks, reproduce),
  ];
  return [JSON.stringify([verdict, result]), ...printed].join('\n');
}
