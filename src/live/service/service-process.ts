import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ExitCode, InputError, type Problem } from '../../errors.ts';
import type { DesignView } from '../../view/snapshot.ts';
import { serviceFile } from '../built-files.ts';
import type { Numbered, ServiceAnswers, ServiceReply, ServiceRequest } from './messages.ts';

interface Open {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** How long a service may take to end in order before it is ended, ms. */
const END_MS = 5_000;

/** Thrown where the service fails as a whole: a thread of it died, or the process did. */
export class ServiceFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ServiceFailure';
  }
}

/** The process of the service under test, seen from the run. */
export class ServiceProcess {
  readonly #child: ChildProcess;
  readonly #open = new Map<number, Open>();
  #nextId = 0;
  #isClosing = false;
  #failure: Error | undefined;
  #log = '';

  /** Starts the process. @param onView is called with what a live view shows, where the service is set up to say it. */
  constructor(onView?: (view: DesignView) => void) {
    this.#child = fork(fileURLToPath(serviceFile), {
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child.stdout?.resume();
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#log = (this.#log + text).slice(-4_000);
    });
    this.#child.on('message', (reply: ServiceReply) => {
      if ('view' in reply) onView?.(reply.view);
      else this.#hear(reply);
    });
    this.#child.on('error', (error) => this.#fail(new ServiceFailure(`the service failed: ${error.message}`)));
    this.#child.on('exit', (code, signal) => {
      if (this.#isClosing) return;
      const last = this.#log.trim();
      this.#fail(
        new ServiceFailure(`the service ended by itself (${signal ?? code})${last === '' ? '' : `: ${last}`}`),
      );
    });
  }

  /**
   * Asks something of the service.
   * @throws InputError for what the user or the machine is the cause of, ServiceFailure when the service fails.
   */
  ask<A extends ServiceRequest['ask']>(request: Extract<ServiceRequest, { ask: A }>): Promise<ServiceAnswers[A]> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const id = this.#nextId;
    this.#nextId += 1;
    const message: Numbered<ServiceRequest> = { id, body: request };
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve, reject });
      this.#child.send(message, (error) => {
        if (error !== null) this.#fail(new ServiceFailure(`the service cannot be reached: ${error.message}`));
      });
    });
  }

  /** Ends the process: in order, or after some seconds in any case. Never rejects. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), END_MS);
    await this.ask({ ask: 'close' }).catch(() => {});
    this.#isClosing = true;
    if (this.#child.connected) this.#child.disconnect();
    await ended;
    clearTimeout(timer);
  }

  #hear(reply: Exclude<ServiceReply, { view: DesignView }>): void {
    if ('answer' in reply) {
      const open = this.#open.get(reply.id);
      this.#open.delete(reply.id);
      open?.resolve(reply.answer as never);
      return;
    }
    const error =
      reply.problems === undefined
        ? new ServiceFailure(reply.failure)
        : new InputError(reply.problems as readonly Problem[], reply.code as ExitCode);
    if (reply.id === null) {
      this.#fail(error);
      return;
    }
    this.#open.get(reply.id)?.reject(error);
    this.#open.delete(reply.id);
  }

  /** Everything that is open fails, and all that is asked later. */
  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#open.values()) reject(this.#failure);
    this.#open.clear();
  }
}
