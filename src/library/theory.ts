/**
 * `unpark/theory`: the closed forms that the simulator is held against. Pure functions in deterministic arithmetic; each says its symbols, units, source and where it stops being
 * valid. It imports nothing of Node.
 *
 * @module
 */

export { InputError, type Problem } from '../errors.ts';
export * from '../theory/index.ts';
