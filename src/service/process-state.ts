/**
 * Where a process is. The first three are thread states; a coordinator, which holds no thread, is in them by the same rule. Imported as a whole, so that each reads
 * `processState.working`; as constants of a module they are numbers in the bundle, which an object's properties would not be.
 */

export const working = 0;
export const parked = 1;
export const blocked = 2;
/** In the queue of its pool. */
export const queued = 3;
/** Not started. */
export const fresh = 4;
/** The row is not in use. */
export const free = 5;
/** A task that has given its thread back and will ask for one again when its time has come. */
export const away = 6;
