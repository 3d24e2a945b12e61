import { defineConfig } from 'vitest/config';

/** `npm run slow`: what takes long or needs more than this package, such as a real Slurm; on this machine alone. */
export default defineConfig({
  test: {
    include: ['test/slow/**/*.slow.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    setupFiles: ['test/watchdog.ts'],
    fileParallelism: false,
  },
});
