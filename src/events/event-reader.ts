import type { Layout } from '../service/layout.ts';
import type { RunObserver } from '../service/observer.ts';
import { shown } from '../shown.ts';
import { didYouMean } from '../suggest.ts';
import { EVENT_NAMES, EVENTS, type EventName, type FieldType, SETTLEMENTS } from './catalogue.ts';
import { namesOf } from './names.ts';

/** What is wrong with an event, for whoever knows its line. */
export interface EventFault {
  readonly message: string;
  readonly expected: string;
  readonly found: string;
}

type Reader = (value: unknown) => unknown;

/** Tells a listener the events of a stream again, each with the arguments that it had. It holds every value against the catalogue, and times against those before. */
export class EventReader {
  readonly #listener: RunObserver;
  readonly #fields: ReadonlyMap<string, readonly { readonly name: string; readonly type: FieldType; read: Reader }[]>;
  #atUs = 0;

  constructor(layout: Layout, listener: RunObserver) {
    this.#listener = listener;
    const names = namesOf(layout);
    this.#fields = new Map(
      EVENT_NAMES.map((event) => [
        event,
        Object.entries(EVENTS[event].fields).map(([name, type]) => ({ name, type, read: readerOf(type, names[type]) })),
      ]),
    );
  }

  /** Applies an event as it was parsed. @returns what is wrong with it; the listener has not heard of it then. */
  apply(value: Readonly<Record<string, unknown>>): EventFault | undefined {
    const { event } = value;
    const fields = this.#fields.get(String(event));
    if (fields === undefined) {
      const hint = didYouMean(String(event), EVENT_NAMES);
      return { message: 'an unknown event', expected: hint ?? 'an event of docs/events.md', found: shown(event) };
    }
    const values: unknown[] = [];
    for (const { name, type, read } of fields) {
      const argument = read(value[name]);
      if (argument === undefined) {
        return { message: `\`${name}\` of ${event}`, expected: expectation(type), found: shown(value[name]) };
      }
      values.push(argument);
    }
    const atUs = value.atUs as number;
    if (atUs < this.#atUs) {
      return {
        message: `${event} lies before the event before it`,
        expected: `at least ${this.#atUs}`,
        found: `${atUs}`,
      };
    }
    this.#atUs = atUs;
    (this.#listener[event as EventName] as (...all: unknown[]) => void)(...values);
    return undefined;
  }
}

/** Reads a value as the argument of the observer; undefined where it cannot be one. */
function readerOf(type: FieldType, names: readonly string[] | undefined): Reader {
  if (names !== undefined) {
    const numbers = new Map<unknown, number>(names.map((name, number) => [name, number]));
    return (value) => numbers.get(value);
  }
  switch (type) {
    case 'yes or no':
      return (value) => (typeof value === 'boolean' ? value : undefined);
    case 'settlement':
      return (value) => SETTLEMENTS.find((settlement) => settlement === value);
    case 'row or unsaid':
      return (value) => (value === null ? -1 : wholeNumber(value));
    case 'time or never':
      return (value) => (value === null ? Number.POSITIVE_INFINITY : wholeNumber(value));
    default:
      return wholeNumber;
  }
}

function wholeNumber(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined;
}

function expectation(type: FieldType): string {
  switch (type) {
    case 'yes or no':
      return 'true or false';
    case 'settlement':
      return SETTLEMENTS.join(', ');
    case 'state':
    case 'pool':
    case 'job kind':
    case 'task kind':
    case 'semaphore':
      return `the name of a ${type} of the scenario`;
    case 'row or unsaid':
      return 'a whole number from 0, or null';
    case 'time or never':
      return 'a whole number of µs, or null';
    default:
      return 'a whole number from 0';
  }
}
