import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';

/** Characters that are collected before they are written. */
const CHUNK = 1 << 18;

/**
 * Writes a long text into a file, piece by piece, in flat memory. A disk that fails ends nothing: what is written from then on is left out, and `failure` says why.
 */
export class LineSink {
  /** The system's code of the error, such as ENOSPC. */
  failure: string | undefined;
  readonly #hash: Hash = createHash('sha256');
  #file = -1;
  #text = '';

  /** @param path a file, which is emptied. */
  constructor(path: string) {
    this.attempt(() => {
      this.#file = openSync(path, 'w');
    });
  }

  write(text: string): void {
    this.#text += text;
    if (this.#text.length >= CHUNK) this.#flush();
  }

  writeBytes(bytes: Uint8Array): void {
    this.#flush();
    this.#append(bytes);
  }

  /** The SHA-256 of everything that was written so far, in hexadecimal digits. */
  sha256(): string {
    this.#flush();
    return this.#hash.copy().digest('hex');
  }

  close(): void {
    this.#flush();
    if (this.#file >= 0) this.attempt(() => closeSync(this.#file));
  }

  /** Does something that the system may refuse, and keeps its first reason. */
  attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.failure ??= (error as NodeJS.ErrnoException).code ?? 'an error';
    }
  }

  #flush(): void {
    const text = this.#text;
    this.#text = '';
    this.#append(Buffer.from(text));
  }

  #append(bytes: Uint8Array): void {
    if (this.failure !== undefined || bytes.length === 0) return;
    this.#hash.update(bytes);
    this.attempt(() => {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
    });
  }
}
