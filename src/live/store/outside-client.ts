import { randomBytes } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance, type AxiosRequestConfig, isAxiosError } from 'axios';

/** The longest that an exchange may take in all, however steadily its answer drips, ms. */
const TIMEOUT_MS = 10_000;
/** The largest answer that is read, bytes: a page of a listing of long names. */
const LARGEST_ANSWER_BYTES = 64 * 2 ** 20;
/** The most pages of one listing, and the longest that it may take, ms. */
const MOST_PAGES = 1_000;
const LISTING_MS = 60_000;

/** How many deletions of `deleteObjects` are under way at once. */
const DELETIONS_AT_ONCE = 16;

interface ObjectPage {
  readonly items?: readonly { readonly name: string }[];
  readonly nextPageToken?: string;
}

/** Thrown where the store does not do what it was asked for; the message says what, where and why. */
export class StoreError extends Error {
  /** The status of its answer; null when there was none. */
  readonly status: number | null;

  constructor(message: string, status: number | null) {
    super(message);
    this.name = 'StoreError';
    this.status = status;
  }
}

/** The name of a bucket that only one run uses. */
export function runBucketName(): string {
  return `unpark-${randomBytes(8).toString('hex')}`;
}

/**
 * Looks at the object store from outside: a client that shares nothing with the one under test. It uses no proxy and follows no redirect, so that it speaks with nobody but
 * the host it was given.
 *
 * Every call rejects with a StoreError.
 */
export class OutsideClient {
  readonly #http: AxiosInstance;
  readonly #agent: HttpAgent;
  readonly #url: string;
  readonly #timeoutMs: number;

  /**
   * @param url the endpoint, without a path.
   * @param timeoutMs of one request from its start to the end of its answer, over 0.
   */
  constructor(url: string, timeoutMs: number = TIMEOUT_MS) {
    this.#url = url;
    this.#timeoutMs = timeoutMs;
    const isHttps = url.startsWith('https:');
    this.#agent = isHttps ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
    this.#http = axios.create({
      baseURL: url,
      ...(isHttps ? { httpsAgent: this.#agent } : { httpAgent: this.#agent }),
      timeout: timeoutMs,
      proxy: false,
      maxRedirects: 0,
      maxContentLength: LARGEST_ANSWER_BYTES,
    });
  }

  /** Whether it is up. The endpoint is the emulator's own; another object store that has no such thing answers 404 and is up as well. */
  async health(): Promise<void> {
    await this.#ask('asking for its health', { url: '/_internal/healthcheck' }, [404]);
  }

  /** Tells an emulator the address at which it is reached, so that the links in its answers lead there. */
  async configure(): Promise<void> {
    const data = { externalUrl: this.#url, publicHost: new URL(this.#url).host };
    await this.#ask('configuring it', { method: 'PUT', url: '/_internal/config', data });
  }

  /** Makes a bucket. One that exists is an error: only a bucket that the run has made is ever used. */
  async createBucket(name: string): Promise<void> {
    const params = { project: 'unpark' };
    await this.#ask(`creating bucket ${name}`, { method: 'POST', url: '/storage/v1/b', params, data: { name } });
  }

  /** The names of all objects in a bucket, in the store's order. How many make a page is left to the store: the emulator reads the whole bucket for each. */
  async names(bucket: string): Promise<string[]> {
    const names: string[] = [];
    const what = `listing bucket ${bucket}`;
    const untilMs = performance.now() + LISTING_MS;
    let pageToken: string | undefined;
    for (let pages = 0; pages === 0 || (pageToken !== undefined && pageToken !== ''); pages += 1) {
      if (pages === MOST_PAGES) throw new StoreError(`${what} at ${this.#url}: more than ${MOST_PAGES} pages`, null);
      if (performance.now() > untilMs) throw new StoreError(`${what} at ${this.#url}: not done in time`, null);
      const params = { fields: 'items(name),nextPageToken', pageToken };
      const page = await this.#ask<ObjectPage>(what, { url: `${pathOf(bucket)}/o`, params });
      for (const { name } of page.items ?? []) names.push(name);
      pageToken = page.nextPageToken;
    }
    return names;
  }

  /** Writes an object. @returns its generation. */
  async upload(bucket: string, name: string, bytes: Buffer): Promise<string> {
    const { generation } = await this.#ask<{ generation: string }>(`writing ${bucket}/${name}`, {
      method: 'POST',
      url: `/upload${pathOf(bucket)}/o`,
      params: { uploadType: 'media', name },
      headers: { 'Content-Type': 'application/octet-stream' },
      data: bytes,
    });
    return String(generation);
  }

  /**
   * Deletes an object.
   * @param ifGenerationMatch only when it is of this generation.
   * @returns the status of the answer: 2xx when it is deleted, 404 when there is none, 412 when it is of another generation.
   */
  async deleteObject(bucket: string, name: string, ifGenerationMatch?: string): Promise<number> {
    const url = `${pathOf(bucket)}/o/${encodeURIComponent(name)}`;
    const config = { method: 'DELETE', url, params: { ifGenerationMatch } };
    return (await this.#send(`deleting ${bucket}/${name}`, config, [404, 412])).status;
  }

  /** Deletes these objects; that one is not there is no error. */
  async deleteObjects(bucket: string, names: Iterable<string>): Promise<void> {
    const rest = names[Symbol.iterator]();
    const deleteRest = async (): Promise<void> => {
      for (let next = rest.next(); next.done !== true; next = rest.next()) await this.deleteObject(bucket, next.value);
    };
    await Promise.all(Array.from({ length: DELETIONS_AT_ONCE }, deleteRest));
  }

  /** Deletes a bucket, which must be empty. */
  async deleteBucket(bucket: string): Promise<void> {
    await this.#ask(`deleting bucket ${bucket}`, { method: 'DELETE', url: pathOf(bucket) });
  }

  /** Closes its connections; what is under way fails. */
  close(): void {
    this.#agent.destroy();
  }

  async #ask<T>(what: string, config: AxiosRequestConfig, alsoGood?: readonly number[]): Promise<T> {
    return (await this.#send(what, config, alsoGood)).data as T;
  }

  async #send(what: string, config: AxiosRequestConfig, alsoGood: readonly number[] = []) {
    const validateStatus = (status: number) => (status >= 200 && status < 300) || alsoGood.includes(status);
    try {
      // The time-out of the library is of a silence, and a drip is never silent for long.
      const signal = AbortSignal.timeout(this.#timeoutMs);
      return await this.#http.request<unknown>({ ...config, validateStatus, signal });
    } catch (error) {
      throw storeError(`${what} at ${this.#url}`, error);
    }
  }
}

function pathOf(bucket: string): string {
  return `/storage/v1/b/${encodeURIComponent(bucket)}`;
}

function storeError(what: string, error: unknown): StoreError {
  if (!isAxiosError(error)) return new StoreError(`${what}: ${String(error)}`, null);
  const { response } = error;
  if (error.code === 'ERR_CANCELED') return new StoreError(`${what}: no whole answer in time`, null);
  if (response === undefined) return new StoreError(`${what}: ${error.message || error.code}`, null);
  return new StoreError(`${what}: it answered ${response.status} ${response.statusText}`, response.status);
}
