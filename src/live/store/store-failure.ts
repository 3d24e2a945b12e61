/** An operation that was given up before the store answered. */
export class Unanswered extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unanswered';
  }
}

export interface StoreFailure {
  readonly outcome: 'retry' | 'failed';
  readonly cause: string;
}

/** What the client's errors carry, where they come from an answer or from its HTTP library. */
interface ClientError {
  readonly code?: unknown;
  readonly type?: unknown;
  readonly response?: { readonly statusCode?: unknown };
}

/** What the HTTP library calls its failures on the way: a broken connection, no answer in time, an answer that breaks off. */
const BROKEN_ON_THE_WAY: readonly unknown[] = [
  'system',
  'request-timeout',
  'body-timeout',
  'aborted',
  'invalid-json',
  'max-size',
];

/** The HTTP status with which the store refused; undefined when the error is of another kind. */
export function statusOf(error: unknown): number | undefined {
  const { code, response } = (error ?? {}) as ClientError;
  const status = response?.statusCode ?? code;
  // An answer that begins well and breaks off carries a status of success.
  return typeof status === 'number' && status >= 300 ? status : undefined;
}

/**
 * Makes an outcome of an error of the storage client: `retry` when the same request may succeed later, which is after 408, 429, 5xx, no answer and a broken connection;
 * `failed` after anything else.
 */
export function failureOf(error: unknown): StoreFailure {
  const status = statusOf(error);
  const mayPass = status === undefined ? isOfTheNetwork(error) : status === 408 || status === 429 || status >= 500;
  return { outcome: mayPass ? 'retry' : 'failed', cause: causeOf(error, status) };
}

function isOfTheNetwork(error: unknown): boolean {
  if (error instanceof Unanswered) return true;
  const { code, type } = (error ?? {}) as ClientError;
  // Node's own complaints about arguments have such a code too.
  if (error instanceof TypeError || error instanceof RangeError) return false;
  return BROKEN_ON_THE_WAY.includes(type) || (typeof code === 'string' && /^E[A-Z0-9_]+$/.test(code));
}

/** What an error says of itself. */
export function causeText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function causeOf(error: unknown, status: number | undefined): string {
  const message = causeText(error);
  if (status === undefined) return message;
  return message === '' ? `it answered ${status}` : `it answered ${status}: ${message}`;
}
