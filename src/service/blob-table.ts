import { longer } from './process-table.ts';

/** The blobs that this run has uploaded and not yet deleted, one row each in typed arrays; rows are reused. */
export class BlobTable {
  capacity = 256;
  jobKind = new Int32Array(this.capacity);
  jobSerial = new Float64Array(this.capacity);
  /** What distinguishes the blob from others of its job. */
  item = new Uint32Array(this.capacity);
  /** When its signed URL ends; Infinity when it has none. */
  urlEndUs = new Float64Array(this.capacity);
  /** The earliest moment its deletion may start; set when it is deferred. */
  dueUs = new Float64Array(this.capacity);
  delayUs = new Float64Array(this.capacity);
  /** When the last try to delete it began. */
  startedUs = new Float64Array(this.capacity);
  /** The next blob of the same process; −1 at the end. */
  next = new Int32Array(this.capacity);
  /** 1 while the blob is in the store and someone will delete it. */
  open = new Uint8Array(this.capacity);
  #highest = 0;
  #firstFree = -1;

  add(jobKind: number, jobSerial: number, item: number, urlEndUs: number): number {
    let row = this.#firstFree;
    if (row >= 0) {
      this.#firstFree = this.next[row] as number;
    } else {
      if (this.#highest === this.capacity) this.#grow();
      row = this.#highest;
      this.#highest += 1;
    }
    this.jobKind[row] = jobKind;
    this.jobSerial[row] = jobSerial;
    this.item[row] = item;
    this.urlEndUs[row] = urlEndUs;
    this.next[row] = -1;
    this.open[row] = 1;
    return row;
  }

  remove(row: number): void {
    this.open[row] = 0;
    this.next[row] = this.#firstFree;
    this.#firstFree = row;
  }

  /** Calls back for each blob that someone still means to delete. */
  forEachOpen(callback: (row: number) => void): void {
    for (let row = 0; row < this.#highest; row += 1) if (this.open[row] === 1) callback(row);
  }

  #grow(): void {
    this.capacity *= 2;
    this.jobKind = longer(this.jobKind, new Int32Array(this.capacity));
    this.jobSerial = longer(this.jobSerial, new Float64Array(this.capacity));
    this.item = longer(this.item, new Uint32Array(this.capacity));
    this.urlEndUs = longer(this.urlEndUs, new Float64Array(this.capacity));
    this.dueUs = longer(this.dueUs, new Float64Array(this.capacity));
    this.delayUs = longer(this.delayUs, new Float64Array(this.capacity));
    this.startedUs = longer(this.startedUs, new Float64Array(this.capacity));
    this.next = longer(this.next, new Int32Array(this.capacity));
    this.open = longer(this.open, new Uint8Array(this.capacity));
  }
}
