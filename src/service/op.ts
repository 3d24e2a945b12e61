/**
 * What an instruction does: the steps of the scenario, the two of a deletion that sleeps, and the end. Imported as a whole, so that each reads `op.work`; as constants
 * of a module they are numbers in the bundle, and a switch upon them is one jump.
 */

export const work = 0;
export const park = 1;
export const wait = 2;
export const store = 3;
export const acquire = 4;
export const release = 5;
export const fanOut = 6;
export const defer = 7;
/** Sleeps for the delay of the blob in hand. */
export const sleepDelay = 8;
/** Deletes the blob in hand. */
export const deleteBlob = 9;
export const end = 10;
/** Goes one of several ways. */
export const choice = 11;
/** Goes on at another place of the program. */
export const jump = 12;
export const fail = 13;
/** What follows is tried, and tried again. */
export const retryBegin = 14;
export const retryEnd = 15;
