import { defineConfig } from 'vitest/config';

/** `npm run attack`: faults and hostile input by the thousand, bounded in time, on this machine alone. */
export default defineConfig({
  test: {
    include: ['test/attack/**/*.attack.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    setupFiles: ['test/watchdog.ts'],
    globalSetup: ['test/attack/nothing-left.ts'],
    // One after another, so that what is left behind is known to be of the attack.
    fileParallelism: false,
  },
});
