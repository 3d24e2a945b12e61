import { type Bucket, type File, Storage } from '@google-cloud/storage';
import { exitCode, InputError } from '../../errors.ts';
import { LARGEST } from '../../scenario/input-file.ts';
import { boundStorageClient } from './bounded-fetch.ts';
import { ClientConnections } from './client-connections.ts';
import { causeText, statusOf, Unanswered } from './store-failure.ts';

/** Tries of one operation in all, and the wait before the second, ms; each further one waits twice as long. */
const TRIES = 4;
const BACKOFF_MS = 500;
const TIMEOUT_MS = 60_000;

export interface ResultsBucketOptions {
  readonly bucket: string;
  /** STORAGE_EMULATOR_HOST, and what Google's own libraries read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long one try may take, ms over 0. Default: a minute. */
  readonly timeoutMs?: number;
  readonly backoffMs?: number;
}

/**
 * A bucket in which results are kept: few objects, each written as a whole. It goes to Google Cloud Storage with the credentials that are at hand, or to STORAGE_EMULATOR_HOST.
 * Deadlines and retries are its own: the client's total time ends in a promise that never settles. Its methods throw InputError with exit code 4 where the store does not do it.
 */
export class ResultsBucket {
  readonly #bucket: Bucket;
  readonly #options: Required<Omit<ResultsBucketOptions, 'env'>>;
  readonly #connections: ClientConnections;

  constructor({ bucket, env, timeoutMs = TIMEOUT_MS, backoffMs = BACKOFF_MS }: ResultsBucketOptions) {
    const emulator = emulatorUrl(env.STORAGE_EMULATOR_HOST);
    const userAgent = 'unpark-results';
    boundStorageClient(LARGEST.result);
    const storage = new Storage({
      ...(emulator === undefined ? {} : { apiEndpoint: emulator, projectId: 'unpark' }),
      retryOptions: { autoRetry: false },
      timeout: timeoutMs,
      userAgent,
    });
    // The client takes the variable for a whole base URL, and leaves the path out.
    if (emulator !== undefined) storage.baseUrl = `${emulator}/storage/v1`;
    this.#bucket = storage.bucket(bucket);
    this.#connections = new ClientConnections(emulator ?? 'https://storage.googleapis.com', userAgent, timeoutMs);
    this.#options = { bucket, timeoutMs, backoffMs };
  }

  /** The text of an object; undefined where there is none. */
  async read(name: string): Promise<string | undefined> {
    try {
      const [bytes] = await this.#attempt('read', name, (file) => file.download());
      return bytes.toString('utf8');
    } catch (error) {
      if (error instanceof Refused && error.status === 404 && error.isObject) return undefined;
      throw told(error);
    }
  }

  /** Writes an object in the place of what is there. */
  async write(name: string, content: string | Uint8Array, contentType: string): Promise<void> {
    await this.#save(name, content, contentType, {}).catch((error: unknown) => {
      throw told(error);
    });
  }

  /** Writes an object that is not there yet. @returns false where it is: it stays as it is. */
  async create(name: string, content: string, contentType: string): Promise<boolean> {
    try {
      await this.#save(name, content, contentType, { preconditionOpts: { ifGenerationMatch: 0 } });
      return true;
    } catch (error) {
      if (error instanceof Refused && error.status === 412) return false;
      throw told(error);
    }
  }

  /** The names of the objects that begin with a prefix and have no further slash after it, sorted. */
  async names(prefix: string): Promise<string[]> {
    try {
      const [files] = await this.#attempt('list', prefix, () =>
        this.#bucket.getFiles({ prefix, delimiter: '/', autoPaginate: true }),
      );
      return files.map(({ name }) => name).sort();
    } catch (error) {
      throw told(error);
    }
  }

  close(): void {
    this.#connections.close();
  }

  #save(name: string, content: string | Uint8Array, contentType: string, options: object): Promise<void> {
    const bytes = Buffer.from(content);
    return this.#attempt('write', name, (file) => file.save(bytes, { resumable: false, contentType, ...options }));
  }

  async #attempt<T>(what: string, name: string, action: (file: File) => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.#inTime(() => action(this.#bucket.file(name)));
      } catch (error) {
        const status = statusOf(error);
        const mayPass = status === undefined ? !isCredential(error) : status === 408 || status === 429 || status >= 500;
        if (!mayPass || tried === TRIES) throw new Refused(what, `gs://${this.#options.bucket}/${name}`, status, error);
        await new Promise((passed) => setTimeout(passed, this.#options.backoffMs * 2 ** (tried - 1)));
      }
    }
  }

  #inTime<T>(start: () => Promise<T>): Promise<T> {
    const { timeoutMs } = this.#options;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Unanswered(`no answer within ${timeoutMs} ms`)), timeoutMs);
      start()
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  }
}

class Refused extends Error {
  readonly what: string;
  readonly place: string;
  readonly status: number | undefined;
  /** Whether what is not there is the object: a bucket that is not there answers the same. */
  readonly isObject: boolean;

  constructor(what: string, place: string, status: number | undefined, cause: unknown) {
    super(causeText(cause));
    this.what = what;
    this.place = place;
    this.status = status;
    this.isObject = !/bucket does not exist/i.test(this.message);
  }
}

/** @returns what is thrown to the user in its place. */
function told(error: unknown): unknown {
  if (!(error instanceof Refused)) return error;
  const { what, place, status, message } = error;
  const isRefused = status === 401 || status === 403 || isCredential(error);
  return new InputError(
    {
      file: place,
      message: `the object store did not ${what} it`,
      expected: 'a bucket that can be read and written',
      found: status === undefined ? message : `it answered ${status}: ${message}`,
      hint: isRefused
        ? 'log in with `gcloud auth application-default login`, or give the service account of the job the role Storage Object User'
        : 'look at the name of the bucket; nothing that was simulated is lost: the same command goes on from its journal',
    },
    exitCode.noTarget,
  );
}

function isCredential(error: unknown): boolean {
  return /default credentials|invalid_grant/i.test(error instanceof Error ? error.message : String(error));
}

function emulatorUrl(host: string | undefined): string | undefined {
  if (host === undefined || host === '') return undefined;
  return (/^https?:\/\//.test(host) ? host : `http://${host}`).replace(/\/+$/, '');
}
