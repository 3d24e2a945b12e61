import { afterAll, beforeAll } from 'vitest';
import { openStoreServer, type StoreServer } from '../../../src/live/store/emulator.ts';
import { emulatorIsAtHand } from '../../../src/live/store/emulator-setup.ts';

/** Whether live tests can run here. The test command has built an emulator if it could, and has said loudly when it could not. */
export const hasEmulator: boolean = await emulatorIsAtHand(process.env);

/** A real object store for the tests of a file or a `describe`, which starts before them and ends after them. */
export function realEmulator(): () => StoreServer {
  let server: StoreServer | undefined;
  beforeAll(async () => {
    server = await openStoreServer({ env: process.env, say: () => {}, signal: new AbortController().signal });
  }, 600_000);
  afterAll(() => server?.close());
  return () => server as StoreServer;
}
