import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasEmulator, realEmulator } from '../live/store/real-emulator.ts';
import type { ObjectStoreWorld } from './object-store-world.ts';
import { RealObjectStore } from './real-object-store.ts';
import { SimulatedObjectStore } from './simulated-object-store.ts';

// One suite for both worlds: what the simulator draws as an outcome is what the real store answers.
describe('the simulated object store', () => {
  holdsTheContract(() => Promise.resolve(new SimulatedObjectStore()));
});

describe.skipIf(!hasEmulator)('the real object store', () => {
  const server = realEmulator();
  holdsTheContract(() => RealObjectStore.open(server()));
});

function holdsTheContract(open: () => Promise<ObjectStoreWorld>): void {
  let store: ObjectStoreWorld;

  beforeEach(async () => {
    store = await open();
  });

  afterEach(() => store.close());

  it('keeps what is uploaded until it is deleted', async () => {
    expect((await store.upload('a/blob')).outcome).toBe('done');
    expect((await store.download('a/blob')).outcome).toBe('done');
    expect(await store.names()).toEqual(['a/blob']);
    expect(await store.delete({ name: 'a/blob' })).toBe('deleted');
    expect(await store.names()).toEqual([]);
    expect((await store.download('a/blob')).outcome).toBe('failed');
  });

  it('finds a blob gone that was deleted before, or never was', async () => {
    await store.upload('blob');
    expect(await store.delete({ name: 'blob' })).toBe('deleted');
    expect(await store.delete({ name: 'blob' })).toBe('gone');
    expect(await store.delete({ name: 'never' })).toBe('gone');
  });

  it('deletes a blob once, however many deletions of it overlap', async () => {
    await store.upload('blob');
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => store.delete({ name: 'blob' })));
    expect(outcomes.sort()).toEqual(['deleted', ...Array.from({ length: 7 }, () => 'gone')]);
  });

  it('deletes many blobs at once, and only those', async () => {
    const names = Array.from({ length: 40 }, (_, i) => `blob ${String(i).padStart(2, '0')}`);
    await Promise.all(names.map((name) => store.upload(name)));
    const outcomes = await Promise.all(names.slice(0, 30).map((name) => store.delete({ name })));
    expect(new Set(outcomes)).toEqual(new Set(['deleted']));
    expect(await store.names()).toEqual(names.slice(30));
  });

  it('asks to try again in a brown-out, changes nothing, and works again after it', async () => {
    await store.upload('blob');
    store.weather('brown-out');
    expect((await store.upload('other')).outcome).toBe('retry');
    expect((await store.download('blob')).outcome).toBe('retry');
    expect(await store.delete({ name: 'blob' })).toBe('retry');
    expect(await store.names()).toEqual(['blob']);
    store.weather('fair');
    expect(await store.delete({ name: 'blob' })).toBe('deleted');
  });

  it('has failed for good when it refuses, and changes nothing', async () => {
    await store.upload('blob');
    store.weather('refusing');
    expect((await store.upload('other')).outcome).toBe('failed');
    expect((await store.download('blob')).outcome).toBe('failed');
    expect(await store.delete({ name: 'blob' })).toBe('failed');
    expect(await store.names()).toEqual(['blob']);
  });

  // A store that compares no generations deletes what is there, whatever is asked for; that is what its probe must have said of it.
  it('leaves a newer content alone exactly when it compares generations', async () => {
    const older = await store.upload('blob');
    await store.upload('blob');
    const outcome = await store.delete({ name: 'blob', ...(older.generation && { generation: older.generation }) });
    expect(outcome).toBe(store.honoursGenerationMatch ? 'superseded' : 'deleted');
    expect(await store.names()).toEqual(store.honoursGenerationMatch ? ['blob'] : []);
  });
}
