import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasEmulator } from '../live/store/real-emulator.ts';
import { expectNothingLeft, resultIn, start } from './started-live.ts';
import { temporaryFolder } from './temporary-folder.ts';

it.skipIf(!hasEmulator)(
  'unpark live runs, gives the named port to one design after the other, reports and leaves nothing behind',
  async () => {
    const folder = temporaryFolder();
    // The last deletions of the first design are awaited for longer than the second takes to start.
    const run = start(folder, ['--design', 'legacy', 'janitor', '--set', 'deletion.delay=180s', 'live.duration=60s']);
    await run.busy();
    const { processes, folders } = run.belongings();
    const { code, stdout, stderr } = await run.ended;
    expect({ code, stderr: stderr.replace(/^Note: .*\n/, '') }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Forecast, replay and measurement');
    expect(stdout).toContain('How the run went');
    const result = resultIn(folder);
    expect(result.live?.incomplete).toBeNull();
    for (const part of ['summary.md', 'index.html', 'charts/intake.png'])
      expect(existsSync(join(folder, 'out', part))).toBe(true);
    await expectNothingLeft(processes, folders, run.port);
  },
);
