/**
 * The addresses of draws inside a job: what distinguishes its tasks, its blobs and the tries to delete them. Both worlds use them, so that a live run draws what the simulator
 * draws, and what a live run has recorded is found again by the simulator. All are whole numbers in 0 … 2^32 − 1.
 *
 * Each is mixed until every bit depends on every bit of what it is made of (the finalizer of MurmurHash3, which is one to one): what only adds numbers up gives the second try of
 * one blob the address of the first try of another. Two of n addresses of a job are the same with a probability of about n² ÷ 2^33.
 */

const GOLDEN = 0x9e3779b1;

/** The item of a task by its parent's, so that the tasks of different fan-outs draw different numbers. @param index the task's number in its fan-out, from 0. */
export function taskItem(parentItem: number, index: number): number {
  return mixed(mixed(parentItem) + index + 1);
}

/**
 * The item of a blob.
 * @param item that of the process which uploaded it. @param program the address of that process's program. @param uploads how many blobs the process has uploaded, this one included.
 */
export function blobItem(item: number, program: number, uploads: number): number {
  return mixed(mixed(item ^ program) + uploads);
}

/** The item of a try to delete a blob. @param attempt from 0. */
export function attemptItem(blob: number, attempt: number): number {
  return attempt === 0 ? blob : mixed(blob + Math.imul(attempt, GOLDEN));
}

/**
 * The address of a program, made of names: that of its job kind, and for tasks their kind as well. So nothing that is drawn depends on the order of the kinds in a file, or on what
 * other kinds do.
 */
export function programAddress(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return mixed(hash);
}

function mixed(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
