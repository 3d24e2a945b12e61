import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take long, in the order in which they are begun, so that none of them is left alone at the end. The longest live run is the first, and what computes beside it is in
 * commands, which make way for it (test/cli/command.ts). The other live runs follow: they wait most of the time, and what computes fills it.
 */
const LONG = [
  'test/cli/live-omi-sync.test.ts',
  'test/readme.test.ts',
  'test/cli/size.test.ts',
  'test/cli/check.test.ts',
  'test/cli/sweep.test.ts',
  'test/cli/commands.test.ts',
  'test/live/otlp.test.ts',
  'test/golden/golden.test.ts',
  'test/package/packed.test.ts',
  'test/live/live-faults.test.ts',
  'test/cli/live.test.ts',
  'test/report/page/page.test.ts',
  'test/observed/ground-truth.test.ts',
  'test/live/store/guarded-process.test.ts',
  'test/live/store/janitor-on-real-store.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((file) => moduleId.endsWith(file));
      return at < 0 ? LONG.length : at;
    };
    // The others stay as they are sorted: those that failed last, then the longest of the last run, or the largest.
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

/** Short live runs whose figures are held to what was forecast, so that a busy machine spoils them: one file at a time, with the machine to themselves. Longer ones bear company. */
const BY_THE_CLOCK = ['test/cli/live-whole.test.ts', 'test/live/live-run.test.ts'];

const each = {
  // No test waits for ever, and none fails because the machine is busy: this is where a test is given up, not how fast it should be.
  testTimeout: 120_000,
  hookTimeout: 120_000,
  teardownTimeout: 20_000,
  setupFiles: ['test/watchdog.ts'],
  // A runner of CI asks for colours (FORCE_COLOR), a developer's terminal has some: what is printed is compared without them, unless a test asks for them itself.
  env: { NO_COLOR: '1' },
};

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...each,
          name: 'side by side',
          include: ['test/**/*.test.ts'],
          exclude: BY_THE_CLOCK,
          // A module is loaded once for all files of a worker: loading it for each of them took a sixth of the processor time. No test leaves anything behind in one.
          isolate: false,
          // Many of them wait for a process, a server or a timer, so the machine has time for more files than it has cores.
          maxWorkers: '200%',
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: { ...each, name: 'by the clock', include: BY_THE_CLOCK, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
