import type { JanitorSettings } from '../../src/scenario/model.ts';
import { attemptItem } from '../../src/workload/addresses.ts';
import { storeOutcome } from '../../src/workload/outcomes.ts';
import type { NaiveModel } from './naive-model.ts';
import type { Blob } from './naive-world.ts';
import { driverName } from './trace.ts';

interface Deletion {
  readonly blob: Blob;
  readonly dueUs: number;
  readonly sequence: number;
  readonly attempt: number;
}

/** The janitor as naively as it can be done: a list that is sorted whenever it is looked at, and a look whenever anything may have become due. */
export class NaiveJanitor {
  readonly #model: NaiveModel;
  readonly #settings: JanitorSettings;
  readonly #name: string;
  #pending: Deletion[] = [];
  readonly #inFlight = new Set<Deletion>();
  #isAlive = false;
  #sequence = 0;

  constructor(model: NaiveModel, settings: JanitorSettings) {
    this.#model = model;
    this.#settings = settings;
    this.#name = driverName(settings);
  }

  defer(blob: Blob): void {
    if (this.#pending.length >= this.#settings.maxPending) {
      this.#model.tell(blob.name, `is rejected, its URL ends at ${blob.urlEndUs}`);
    } else {
      this.#add(blob, blob.dueUs, 0);
    }
    if (!this.#isAlive) this.#model.tell(this.#name, 'starts');
    this.#isAlive = true;
    this.#look();
  }

  kill(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    if (this.#inFlight.size > 0) this.#model.tell(this.#name, 'rests', 'rests');
    for (const { blob } of this.#inFlight) this.#model.tell(blob.name, 'is put back');
    this.#pending.push(...this.#inFlight);
    this.#inFlight.clear();
    this.#model.tell(this.#name, 'dies');
  }

  #add(blob: Blob, dueUs: number, attempt: number): void {
    this.#pending.push({ blob, dueUs, sequence: this.#sequence, attempt });
    this.#sequence += 1;
    this.#model.at(dueUs, () => this.#look());
  }

  #look(): void {
    const model = this.#model;
    while (this.#isAlive && this.#inFlight.size < this.#settings.concurrency) {
      this.#pending.sort((a, b) => a.dueUs - b.dueUs || a.sequence - b.sequence);
      const [first] = this.#pending;
      if (first === undefined || first.dueUs > model.nowUs) return;
      this.#pending.shift();
      if (this.#inFlight.size === 0) model.tell(this.#name, 'works', 'works');
      // Killed and started again it is another try, though it looks the same.
      const deletion = { ...first };
      this.#inFlight.add(deletion);
      const { blob, attempt } = deletion;
      model.tried(blob, attempt);
      const item = attemptItem(blob.item, attempt);
      const { us, outcome } = model.operation('delete', `${blob.kind.name}/deletion`, blob.job, item);
      model.at(model.nowUs + us, () => this.#ended(deletion, outcome));
    }
  }

  #ended(deletion: Deletion, outcome: number): void {
    if (!this.#inFlight.delete(deletion)) return;
    const { blob, attempt } = deletion;
    const { attempts, backoffUs, factor, maxBackoffUs } = this.#settings.retry;
    if (this.#inFlight.size === 0) this.#model.tell(this.#name, 'rests', 'rests');
    if (outcome === storeOutcome.retry && attempt + 1 < attempts) {
      this.#model.tell(blob.name, 'is to be tried again');
      const waitUs = Math.min(Math.round(backoffUs * factor ** attempt), maxBackoffUs);
      this.#add(blob, this.#model.nowUs + waitUs, attempt + 1);
    } else {
      this.#model.settled(blob, outcome);
    }
    this.#look();
  }
}
