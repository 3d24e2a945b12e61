import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SMALL_LIVE } from '../live/small-live.ts';
import { isAlive } from '../live/store/processes.ts';
import { hasEmulator } from '../live/store/real-emulator.ts';
import { unpark } from './command.ts';
import { CAN_LOOK, expectNothingLeft, resultIn, start } from './started-live.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('unpark live, before anything is started', () => {
  it('refuses an endpoint on another machine, unless its host is named', async () => {
    const { code, stderr } = await live(['--endpoint', 'http://192.0.2.7:4443']);
    expect(code).toBe(2);
    expect(stderr).toContain('192.0.2.7');
    expect(stderr).toContain('--allow-remote');
  });

  it('refuses a port that is taken', async () => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
    );
    const { code, stderr } = await live(['--port', String(port)]);
    server.close();
    expect(code).toBe(4);
    expect(stderr).toContain(`port ${port}, which is taken`);
  });

  it('refuses a pool that is larger than the machine, and says how to get a smaller one', async () => {
    const { code, stderr } = await live(['--set', 'pools.storage.threads=1000000']);
    expect(code).toBe(4);
    expect(stderr).toContain('--set pools.storage.threads=');
  });

  it.each(['0', '0.5', '-1', 'fast', '1e9'])('refuses the factor %s', async (factor) => {
    const { code, stderr } = await live(['--compress', factor]);
    expect(code).toBe(2);
    expect(stderr).toContain('from 1 to 10000');
  });

  it('says how to get an object store where there is none', async () => {
    const folder = temporaryFolder();
    const { code, stderr } = await live([], { PATH: folder, UNPARK_CACHE: folder, STORAGE_EMULATOR_HOST: '' });
    expect(code).toBe(4);
    for (const way of ['--endpoint', 'go install', 'fake-gcs-server']) expect(stderr).toContain(way);
  });
});

describe('unpark live of a scenario without blobs', () => {
  it('says that it needs a store all the same, before it looks for one', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'plain.yaml'), WITHOUT_BLOBS);
    const env = { PATH: folder, UNPARK_CACHE: folder, STORAGE_EMULATOR_HOST: '' };
    const { code, stderr } = await unpark(['live', 'plain.yaml'], { cwd: folder, env });
    expect(code).toBe(4);
    expect(stderr).toMatch(/^Note: no step of this scenario uses the object store/);
    expect((await live([], env)).stderr).not.toContain('no step of this scenario');
  });
});

const WITHOUT_BLOBS = `name: plain
question: Does it hold?
duration: 1h
pools: { web: 4 }
jobs: { api: { arrivals: { poisson: 6/min }, steps: [task: { pool: web, steps: [work: 1s] }] } }
designs: { only: {} }
`;

describe.skipIf(!hasEmulator)('unpark live', () => {
  it('saves what it has, marked as incomplete, when it is interrupted', async () => {
    const folder = temporaryFolder();
    const run = start(folder, ['--design', 'legacy', '--set', 'live.duration=30m']);
    await run.busy();
    const { processes, folders } = run.belongings();
    run.child.kill('SIGINT');
    const { code, stderr } = await run.ended;
    expect(code).toBe(130);
    expect(stderr).toContain('cut short: it was interrupted');
    const result = resultIn(folder);
    expect(result.live?.incomplete).toBe('it was interrupted');
    expect(result.designs.legacy?.pools.storage?.active.mean).toBeGreaterThan(0);
    expect(readFileSync(join(folder, 'out', 'summary.md'), 'utf8')).toContain('This run is incomplete');
    await expectNothingLeft(processes, folders, run.port);
  });

  it.runIf(CAN_LOOK)('says so when the object store dies, and keeps what it has', async () => {
    const folder = temporaryFolder();
    const run = start(folder, ['--design', 'janitor', '--set', 'live.duration=30m']);
    await run.busy();
    const { processes, folders } = run.belongings();
    const emulator = processes.find(({ command }) => command[0]?.endsWith('fake-gcs-server'));
    process.kill(emulator?.pid as number, 'SIGKILL');
    const { code, stderr } = await run.ended;
    expect(code).toBe(4);
    expect(stderr).toContain('the object store ended during the run');
    expect(resultIn(folder).live?.incomplete).toContain('the object store ended');
    await expectNothingLeft(processes, folders, run.port);
  });

  it.runIf(CAN_LOOK)('ends at once when the service dies, not when the load would have ended', async () => {
    const folder = temporaryFolder();
    const run = start(folder, ['--design', 'janitor', '--set', 'live.duration=5h']);
    await run.busy();
    const { processes, folders } = run.belongings();
    const service = processes.find(({ command }) => command.some((word) => word.endsWith('live/service.js')));
    process.kill(service?.pid as number, 'SIGKILL');
    const { code, stderr } = await run.ended;
    expect(code).toBe(70);
    expect(stderr).toContain('the service ended by itself (SIGKILL)');
    expect(stderr).toContain('Nothing that was measured is left');
    await expectNothingLeft(processes, folders, run.port);
  });

  it.runIf(CAN_LOOK)('leaves nothing behind even when it is killed outright', async () => {
    const folder = temporaryFolder();
    const run = start(folder, ['--design', 'janitor', '--set', 'live.duration=30m']);
    await run.busy();
    const { processes, folders } = run.belongings();
    run.child.kill('SIGKILL');
    await run.ended;
    await expect.poll(() => processes.filter(({ pid }) => isAlive(pid)), { timeout: 20_000 }).toEqual([]);
    expect(folders.filter((one) => existsSync(one))).toEqual([]);
  });
});

function live(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'small-live.yaml'), SMALL_LIVE);
  return unpark(['live', 'small-live.yaml', '--out', 'out', ...args], { cwd, env });
}
