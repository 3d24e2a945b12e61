/**
 * `unpark/theory`: the closed forms that the simulator is held against. Pure functions in deterministic arithmetic; each says its symbols, units, source and where it stops being
 * valid, and throws a RangeError for an
 * argument out of its range. It imports nothing of Node.
 *
 * @module
 */

export * from '../theory/index.ts';
