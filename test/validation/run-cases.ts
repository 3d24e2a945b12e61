import { simulateReplication } from '../../sim/replication.ts';
import { type Validation, type ValidationOptions, Validator } from '../../src/validation/validation.ts';
import type { ValidationCase } from '../../src/validation/validation-case.ts';

/** Runs cases on this thread, as the command does on its workers. */
export function runCases(cases: readonly ValidationCase[], options: ValidationOptions): Validation {
  const validator = new Validator(cases, options);
  validator.scenarios.forEach((scenario, index) => {
    for (let replication = 0; replication < scenario.replications; replication += 1) {
      validator.add(index, simulateReplication(scenario, scenario.designs[0]!, replication), 'test');
    }
  });
  return validator.verdict();
}
