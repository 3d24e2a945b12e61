import { describe, expect, it } from 'vitest';
import { dockerTask, EMULATOR_IMAGE, engineAnswers, pullEmulator } from '../../../src/live/store/docker-emulator.ts';
import { temporaryFolder } from '../../cli/temporary-folder.ts';
import { writeProgram } from './program.ts';

const signal = new AbortController().signal;

describe('an emulator in Docker', () => {
  it('is of the pinned version, whose tag has no v', () => {
    expect(EMULATOR_IMAGE).toBe('fsouza/fake-gcs-server:1.56.1');
  });

  it('is reached at a loopback port only, keeps its objects in memory, and is removed when it ends', () => {
    expect(dockerTask('/usr/bin/docker', 41234, 'unpark-ab', '/tmp')).toEqual({
      command: '/usr/bin/docker',
      args: (
        'run --rm --name unpark-ab -p 127.0.0.1:41234:4443 --tmpfs /storage fsouza/fake-gcs-server:1.56.1 ' +
        '-backend filesystem -filesystem-root /storage -scheme http -host 0.0.0.0 -port 4443 -log-level warn'
      ).split(' '),
      folderIn: '/tmp',
      afterwards: { command: '/usr/bin/docker', args: ['rm', '--force', 'unpark-ab'] },
    });
  });

  it('needs an engine that runs, not the client alone', async () => {
    const folder = temporaryFolder();
    const without = writeProgram(folder, 'without', `console.error('Cannot connect'); process.exit(1);`);
    const withOne = writeProgram(folder, 'with', `process.exit(process.argv[2] === 'pull' ? 2 : 0);`);
    expect(await engineAnswers(without, {})).toBe(false);
    expect(await engineAnswers(withOne, {})).toBe(true);
    await expect(pullEmulator(without, {}, () => {}, signal)).rejects.toThrow('Cannot connect');
    const said: string[] = [];
    await expect(pullEmulator(withOne, {}, (text) => said.push(text), signal)).rejects.toThrow('pull --quiet');
    expect(said).toEqual([`getting ${EMULATOR_IMAGE} with docker`]);
  });
});
