import type { StoreServer } from '../../src/live/store/emulator.ts';
import { type BlobRef, GcsStore } from '../../src/live/store/gcs-store.ts';
import { OutsideClient, runBucketName } from '../../src/live/store/outside-client.ts';
import { type Fault, FaultServer } from '../live/store/fault-server.ts';
import type { ObjectStoreWorld, Weather } from './object-store-world.ts';

const FAULTS: Readonly<Record<Weather, Fault>> = {
  fair: { kind: 'none' },
  'brown-out': { kind: 'status', status: 503 },
  refusing: { kind: 'status', status: 403 },
};

/** The storage client of the live world, a server that can be made to misbehave, and behind it the real emulator, which is looked at directly. */
export class RealObjectStore implements ObjectStoreWorld {
  readonly honoursGenerationMatch: boolean;
  readonly #bucket: string;
  readonly #between: FaultServer;
  readonly #store: GcsStore;
  readonly #outside: OutsideClient;

  private constructor(server: StoreServer, between: FaultServer, outside: OutsideClient, bucket: string) {
    const { honoursGenerationMatch } = server;
    this.honoursGenerationMatch = honoursGenerationMatch;
    this.#between = between;
    this.#outside = outside;
    this.#bucket = bucket;
    this.#store = new GcsStore({ url: between.url, bucket, honoursGenerationMatch, timeoutMs: 10_000 });
  }

  static async open(server: StoreServer): Promise<RealObjectStore> {
    const outside = new OutsideClient(server.url);
    const bucket = runBucketName();
    await outside.createBucket(bucket);
    return new RealObjectStore(server, await FaultServer.start(server.url), outside, bucket);
  }

  weather(weather: Weather): void {
    this.#between.fault = FAULTS[weather];
  }

  upload(name: string) {
    return this.#store.upload(name, Buffer.from(`content of ${name}`));
  }

  download(name: string) {
    return this.#store.download(name);
  }

  delete(ref: BlobRef) {
    return this.#store.delete(ref);
  }

  names() {
    return this.#outside.names(this.#bucket);
  }

  async close(): Promise<void> {
    this.#store.close();
    await this.#between.close();
    await this.#outside.deleteObjects(this.#bucket, await this.names());
    await this.#outside.deleteBucket(this.#bucket);
    this.#outside.close();
  }
}
