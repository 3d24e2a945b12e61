import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { invariant } from '../../errors.ts';
import { guardianFile } from '../built-files.ts';
import type { GuardianReport, GuardianTask } from '../guardian.ts';

/** How a process ended by itself. */
export interface Ending {
  /** With exit code 0. */
  readonly isWell: boolean;
  readonly reason: string;
}

/** How long the guardian has to end what it guards, ms. It gives the process two seconds before it kills it. */
const CLOSING_MS = 5_000;

/**
 * A process with a temporary folder, both held by a guardian: they end with `close`, and also when this process dies without a word. Should the guardian itself die first,
 * this process ends them in its place.
 */
export class GuardedProcess {
  /** Of the process, not of its guardian. */
  readonly pid: number;
  readonly folder: string;
  /** Of the guardian. */
  readonly guardianPid: number;
  /** Resolves when the process ends without having been asked to; by then its folder is gone. */
  readonly ended: Promise<Ending>;
  readonly #guardian: ChildProcess;
  readonly #gone: Promise<void>;
  #isClosing = false;

  private constructor(guardian: ChildProcess, started: { pid: number; folder: string }, reports: Reports) {
    this.pid = started.pid;
    this.folder = started.folder;
    this.guardianPid = guardian.pid as number;
    this.#guardian = guardian;
    this.#gone = reports.gone;
    this.ended = new Promise((resolve) => {
      void reports.gone.then(() => {
        if (this.#isClosing) return;
        if (reports.ending === undefined) this.#endInItsPlace();
        resolve(reports.ending ?? { isWell: false, reason: 'its guardian was killed' });
      });
    });
  }

  /**
   * @param env the variables of the guardian, and so of the process.
   * @throws Error with the reason when it does not start.
   */
  static async start(task: GuardianTask, env: NodeJS.ProcessEnv): Promise<GuardedProcess> {
    mkdirSync(task.folderIn, { recursive: true });
    const args = [fileURLToPath(guardianFile), JSON.stringify(task)];
    // Detached: Ctrl-C at the terminal must reach this process alone, which then ends the rest in its order.
    const guardian = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
      env,
      windowsHide: true,
    });
    // A guardian that is gone is known by its end; that nothing can be written to it is no news.
    guardian.stdin?.on('error', () => {});
    const reports = new Reports(guardian);
    const started = await reports.started;
    return new GuardedProcess(guardian, started, reports);
  }

  /** Ends the process and removes its folder. It may be called again. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#guardian.stdin?.end();
    const timer = setTimeout(() => {
      this.#guardian.kill('SIGKILL');
      this.#endInItsPlace();
    }, CLOSING_MS);
    await this.#gone;
    clearTimeout(timer);
  }

  #endInItsPlace(): void {
    try {
      process.kill(this.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What a guardian tells. */
class Reports {
  readonly started: Promise<{ pid: number; folder: string }>;
  /** The guardian has ended. */
  readonly gone: Promise<void>;
  /** How the process ended; undefined while it runs, and when it was asked to end. */
  ending: Ending | undefined;

  constructor(guardian: ChildProcess) {
    this.gone = new Promise((resolve) => {
      guardian.once('close', () => resolve());
      guardian.once('error', () => resolve());
    });
    this.started = new Promise((resolve, reject) => {
      const { stdout } = guardian;
      invariant(stdout !== null, 'what the guardian says is read');
      createInterface({ input: stdout }).on('line', (line) => {
        const report = JSON.parse(line) as GuardianReport;
        if (report.kind === 'started') resolve(report);
        else this.ending = { isWell: report.isWell, reason: report.reason };
      });
      guardian.once('error', reject);
      guardian.once('close', () => reject(new Error(this.ending?.reason ?? 'its guardian ended too soon')));
    });
  }
}
