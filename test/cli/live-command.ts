/** The live run of the README. */
export const LIVE_COMMAND = 'npx unpark live omi-sync';
