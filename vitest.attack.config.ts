import { defineConfig } from 'vitest/config';

/** `npm run attack`: faults and hostile input by the thousand, bounded in time, on this machine alone. */
export default defineConfig({
  test: {
    // The last one kills the writing of a report at every change of the disk; it is quick, and part of the suite as well.
    include: ['test/attack/**/*.attack.ts', 'test/report/files/owned-folder.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    setupFiles: ['test/watchdog.ts'],
    globalSetup: ['test/attack/nothing-left.ts'],
    // One after another, so that what is left behind is known to be of the attack.
    fileParallelism: false,
  },
});
