/**
 * The addresses of draws inside a job: what distinguishes its tasks, its blobs and the tries to delete them. Both worlds use them, so that a live run draws what the simulator
 * draws, and what a live run has recorded is found again by the simulator. All are whole numbers in 0 … 2^32 − 1.
 */

const GOLDEN = 0x9e3779b1;
const MIX = 0x85ebca6b;

/** The item of a task by its parent's, so that the tasks of different fan-outs draw different numbers. @param index the task's number in its fan-out, from 0. */
export function taskItem(parentItem: number, index: number): number {
  return (Math.imul(parentItem, GOLDEN) + index + 1) >>> 0;
}

/**
 * The item of a blob.
 * @param item that of the process which uploaded it. @param program the number of that process's program. @param uploads how many blobs the process has uploaded, this one included.
 */
export function blobItem(item: number, program: number, uploads: number): number {
  return (Math.imul(item, MIX) + Math.imul(program, 0x10001) + uploads) >>> 0;
}

/** The item of a try to delete a blob. @param attempt from 0. */
export function attemptItem(blob: number, attempt: number): number {
  return (blob + Math.imul(attempt, MIX)) >>> 0;
}
