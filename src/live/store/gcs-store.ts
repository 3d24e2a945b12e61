import { type Bucket, Storage } from '@google-cloud/storage';
import type { DeletionOutcome } from '../../janitor/janitor-event.ts';
import type { ObjectStore } from '../object-store.ts';
import { boundStorageClient } from './bounded-fetch.ts';
import { ClientConnections } from './client-connections.ts';
import { failureOf, statusOf, Unanswered } from './store-failure.ts';

/** A blob in the bucket of a run. */
export interface BlobRef {
  readonly name: string;
  /** The content that is meant. With it a deletion leaves a newer content alone, where the server honours that. */
  readonly generation?: string;
}

/** What came of an upload or a download. */
export interface OperationAnswer {
  readonly outcome: 'done' | 'retry' | 'failed';
  /** Of an upload that is done. */
  readonly generation?: string;
  /** Of a download that is done. */
  readonly sizeBytes?: number;
  /** Why it is not done, for a person. */
  readonly cause?: string;
}

/** What came of a deletion. */
export interface DeletionAnswer {
  readonly outcome: DeletionOutcome;
  /** Why it is to be retried or has failed, for a person. */
  readonly cause?: string;
}

export interface GcsStoreOptions {
  /** The endpoint, without a path. */
  readonly url: string;
  readonly bucket: string;
  /** Whether the server compares generations; only then is a deletion bound to one. */
  readonly honoursGenerationMatch: boolean;
  /** How long an operation may take before it counts as `retry`, ms over 0. */
  readonly timeoutMs: number;
}

/** How many clients this thread has made: each is known by its number. */
let clients = 0;

/**
 * The object store of the live world: `@google-cloud/storage`, as a service uses it, with every failure made an outcome.
 *
 * Retries and deadlines are the caller's, so the client's own are off: it retries only some deletions, and past its total time it never answers. Each operation has a
 * deadline of its own here as well, since the client's time-out does not cover an answer that stalls in its middle.
 */
export class GcsStore implements ObjectStore<BlobRef> {
  readonly #bucket: Bucket;
  readonly #options: GcsStoreOptions;
  readonly #connections: ClientConnections;
  readonly #inFlight = new Set<(reason: Error) => void>();
  #isClosed = false;

  constructor(options: GcsStoreOptions) {
    const { url, bucket, timeoutMs } = options;
    clients += 1;
    boundStorageClient();
    const userAgent = `unpark-${clients}`;
    this.#connections = new ClientConnections(url, userAgent, timeoutMs);
    const storage = new Storage({
      apiEndpoint: url,
      projectId: 'unpark',
      retryOptions: { autoRetry: false },
      timeout: timeoutMs,
      userAgent,
    });
    // The client lets STORAGE_EMULATOR_HOST win over the endpoint that it is given, and then leaves the path out.
    storage.baseUrl = `${url}/storage/v1`;
    useNoProxyFor(new URL(url).hostname);
    this.#bucket = storage.bucket(bucket);
    this.#options = options;
  }

  /** Writes a blob in one request. It never rejects. */
  async upload(name: string, bytes: Buffer): Promise<OperationAnswer> {
    const file = this.#bucket.file(name);
    try {
      await this.#inTime(() => file.save(bytes, { resumable: false }));
      return { outcome: 'done', generation: String(file.metadata.generation) };
    } catch (error) {
      return failureOf(error);
    }
  }

  /** Reads a blob to its end. It never rejects. */
  async download(name: string): Promise<OperationAnswer> {
    try {
      const [bytes] = await this.#inTime(() => this.#bucket.file(name).download());
      return { outcome: 'done', sizeBytes: bytes.length };
    } catch (error) {
      return failureOf(error);
    }
  }

  /** Deletes a blob, and tells why it could not. It never rejects. */
  async tryDelete({ name, generation }: BlobRef): Promise<DeletionAnswer> {
    const isBound = this.#options.honoursGenerationMatch && generation !== undefined;
    const precondition = isBound ? { ifGenerationMatch: generation } : {};
    try {
      await this.#inTime(() => this.#bucket.file(name).delete(precondition));
      return { outcome: 'deleted' };
    } catch (error) {
      const status = statusOf(error);
      if (status === 404) return { outcome: 'gone' };
      if (status === 412 && isBound) return { outcome: 'superseded' };
      return failureOf(error);
    }
  }

  /** As `tryDelete`, as the janitor asks for it. */
  async delete(ref: BlobRef): Promise<DeletionOutcome> {
    return (await this.tryDelete(ref)).outcome;
  }

  /** Ends: what is under way is answered with `retry` at once, and so is all that is asked for later. No connection is left that would keep the process alive. */
  close(): void {
    this.#isClosed = true;
    for (const giveUp of [...this.#inFlight]) giveUp(new Unanswered('the store was closed'));
    this.#connections.close();
  }

  #inTime<T>(start: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new Unanswered('the store is closed'));
        return;
      }
      const { timeoutMs } = this.#options;
      const end = (): void => {
        clearTimeout(timer);
        this.#inFlight.delete(giveUp);
      };
      const giveUp = (reason: unknown): void => {
        end();
        reject(reason);
      };
      const timer = setTimeout(() => giveUp(new Unanswered(`no answer within ${timeoutMs} ms`)), timeoutMs);
      this.#inFlight.add(giveUp);
      start().then((value) => {
        end();
        resolve(value);
      }, giveUp);
    });
  }
}

/** The client sends its requests through a proxy that the environment names, even those to this machine. It reads NO_PROXY anew at every request. */
function useNoProxyFor(hostname: string): void {
  const hosts = (process.env.NO_PROXY || process.env.no_proxy || '').split(',').filter((host) => host !== '');
  if (!hosts.includes(hostname)) process.env.NO_PROXY = [...hosts, hostname].join(',');
}
