import type { OperationReply, OperationRequest } from '../store-operation.ts';
import type { FromThread, ToThread } from './messages.ts';
import { type ThreadCell, threadState } from './thread-cell.ts';

/** What a thread has to wait for: a time on the common clock, or the store's answer. */
export type Wait = { readonly untilUs: number } | { readonly request: OperationRequest };

/** What a thread of a pool does with its orders, apart from how it waits. It keeps its own state, and when it entered it, in the memory that it shares with the service. */
export class PoolThreadBody {
  readonly #cell: ThreadCell;
  readonly #nowUs: () => number;
  readonly #tell: (message: FromThread) => void;
  #task: Extract<ToThread, { do: 'begin' }> = { do: 'begin', taskKind: 0, submittedUs: 0, fromQueue: false };
  #state: keyof typeof threadState = 'idle';

  constructor(cell: ThreadCell, nowUs: () => number, tell: (message: FromThread) => void) {
    this.#cell = cell;
    this.#nowUs = nowUs;
    this.#tell = tell;
  }

  /** Obeys an order. It yields what has to be waited for, and is to be given the store's answer where that was it. */
  *obey(order: ToThread): Generator<Wait, void, OperationReply | undefined> {
    switch (order.do) {
      case 'begin':
        this.#task = order;
        this.#enter('working');
        return;
      case 'hold': {
        this.#enter(order.state);
        yield { untilUs: order.untilUs };
        const atUs = this.#nowUs();
        this.#enter('working', atUs);
        this.#tell({ did: 'hold', atUs, lateUs: atUs - order.untilUs });
        return;
      }
      case 'operate': {
        this.#enter('working');
        const reply = (yield { request: order.request }) as OperationReply;
        this.#tell({ did: 'operate', atUs: this.#nowUs(), reply });
        return;
      }
      case 'block':
        this.#enter('blocked');
        return;
      case 'end':
        this.#enter('idle');
        this.#tell({ did: 'end' });
    }
  }

  #enter(next: keyof typeof threadState, atUs = this.#nowUs()): void {
    if (next === this.#state) return;
    this.#state = next;
    this.#cell.enter(threadState[next], this.#task.taskKind, this.#task.submittedUs, this.#task.fromQueue, atUs);
  }
}
