import type { Validation, ValidationOptions } from '../../validation/validation.ts';
import { Validator } from '../../validation/validation.ts';
import type { ValidationCase } from '../../validation/validation-case.ts';
import { version } from '../assets.ts';
import { simulateReplications } from '../replications.ts';

export interface ValidateOptions extends ValidationOptions {
  /** How many replications run at once. Default: the machine's cores. */
  readonly workers?: number | undefined;
  /** Called whenever a replication has finished. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/** Runs the replications of all cases on worker threads, and judges them. The verdict does not depend on the number of workers. */
export async function validate(cases: readonly ValidationCase[], options: ValidateOptions): Promise<Validation> {
  const validator = new Validator(cases, options);
  await simulateReplications(validator.scenarios, {
    workers: options.workers,
    signal: options.signal,
    onRecord: ({ scenario }, record) => validator.add(scenario, record, version),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  return validator.verdict();
}
