import type { EventFault, EventReader } from '../events/event-reader.ts';
import { beginSchema, closeSchema, endSchema, headSchema, restored, STREAM_VERSION } from '../events/stream.ts';
import type { Result } from '../result/schema.ts';
import { scenarioHash } from '../scenario/hash.ts';
import type { Scenario } from '../scenario/model.ts';
import { resolvedScenario } from '../scenario/resolved-schema.ts';
import { expectedBy, type SchemaIssue } from '../schema-words.ts';
import { isTooDeep, MOST_LEVELS, shown } from '../shown.ts';
import { Replay } from './replay.ts';

interface Open {
  readonly name: string;
  readonly replication: number;
  readonly reader: EventReader;
  readonly end: ReturnType<Replay['begin']>['end'];
  events: number;
}

/** Reads a stream of events line by line, holds each against what may stand there, and replays it. */
export class StreamReplay {
  /** Whether the line was read that closes the stream. */
  isClosed = false;
  #replay: Replay | undefined;
  #scenario: Scenario | undefined;
  #open: Open | undefined;
  /** Replications that have ended, by design. */
  #ended: number[] = [];

  /** Takes the next line. @returns what is wrong with it. */
  line(text: string): EventFault | undefined {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return { message: 'this line is no JSON', expected: 'a JSON object', found: JSON.stringify(text.slice(0, 40)) };
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return { message: 'this line is no event', expected: 'a JSON object', found: text.slice(0, 40) };
    }
    const object = value as Readonly<Record<string, unknown>>;
    try {
      if (this.#replay === undefined) return this.#head(object);
      if ('event' in object) return this.#event(object);
      if ('begin' in object) return this.#begin(object);
      if ('end' in object) return this.#end(object);
      return this.#close(object);
    } catch {
      // Each value alone was possible.
      return {
        message: 'this line contradicts those before it',
        expected: 'what can happen next',
        found: text.slice(0, 80),
      };
    }
  }

  /** Of a stream that is closed. */
  result(): Result {
    return (this.#replay as Replay).result();
  }

  #head(value: Readonly<Record<string, unknown>>): EventFault | undefined {
    if (value.stream !== 'unpark-events') {
      return { message: 'this is no stream of events', expected: 'the head of one', found: 'another line' };
    }
    if (value.version !== STREAM_VERSION) {
      return {
        message: 'this stream is of another version',
        expected: `version ${STREAM_VERSION}`,
        found: `version ${shown(value.version)}`,
      };
    }
    if (isTooDeep(value)) {
      return {
        message: 'the maps and lists of the head lie too deep inside each other',
        expected: `at most ${MOST_LEVELS} levels`,
        found: 'a deeper one',
      };
    }
    const head = headSchema.safeParse(value);
    if (!head.success) return faultOf(head.error, 'the head');
    const scenario = restored(head.data.scenario) as Scenario;
    const resolved = resolvedScenario.safeParse(scenario);
    if (!resolved.success) return faultOf(resolved.error, 'the scenario of a stream');
    if (scenarioHash(scenario) !== head.data.scenarioHash) {
      return {
        message: 'the scenario of the head was edited',
        expected: `a scenario with the hash ${head.data.scenarioHash.slice(0, 12)}`,
        found: 'another one',
      };
    }
    this.#scenario = scenario;
    this.#replay = new Replay(head.data, scenario);
    this.#ended = scenario.designs.map(() => 0);
    return undefined;
  }

  #begin(value: unknown): EventFault | undefined {
    const begin = beginSchema.safeParse(value);
    if (!begin.success) return faultOf(begin.error, 'the begin of a replication');
    const { begin: name, replication } = begin.data;
    const design = (this.#scenario as Scenario).designs.findIndex((one) => one.name === name);
    const next = this.#ended[design];
    if (this.#open !== undefined || next !== replication) {
      const expected = this.#open === undefined ? `replication ${next} of a design` : `the end of ${this.#open.name}`;
      return {
        message: 'a replication that cannot begin here',
        expected,
        found: `replication ${replication} of ${name}`,
      };
    }
    this.#open = { name, replication, events: 0, ...(this.#replay as Replay).begin(design, replication) };
    return undefined;
  }

  #event(value: Readonly<Record<string, unknown>>): EventFault | undefined {
    const open = this.#open;
    if (open === undefined) {
      return { message: 'an event outside a replication', expected: 'the begin of one', found: String(value.event) };
    }
    open.events += 1;
    return open.reader.apply(value);
  }

  #end(value: unknown): EventFault | undefined {
    const end = endSchema.safeParse(value);
    if (!end.success) return faultOf(end.error, 'the end of a replication');
    const open = this.#open;
    const { data } = end;
    if (open === undefined || data.end !== open.name || data.replication !== open.replication) {
      return { message: 'the end of a replication that did not begin', expected: 'its begin', found: data.end };
    }
    if (data.events !== open.events) {
      return { message: 'events of this replication are missing', expected: `${data.events}`, found: `${open.events}` };
    }
    open.end(data);
    const design = (this.#scenario as Scenario).designs.findIndex(({ name }) => name === open.name);
    this.#ended[design] = (this.#ended[design] as number) + 1;
    this.#open = undefined;
    return undefined;
  }

  #close(value: unknown): EventFault | undefined {
    const close = closeSchema.safeParse(value);
    if (!close.success) return faultOf(close.error, 'an event, or the end of the stream');
    const found = this.#ended.reduce((sum, count) => sum + count, 0);
    if (this.#open !== undefined || close.data.replications !== found || this.#ended.some((count) => count === 0)) {
      return { message: 'replications are missing', expected: `${close.data.replications}`, found: `${found}` };
    }
    this.isClosed = true;
    return undefined;
  }
}

interface Issues {
  readonly issues: readonly SchemaIssue[];
}

function faultOf({ issues: [issue] }: Issues, what: string): EventFault {
  return {
    message: `this is not ${what}: ${issue?.path.join('.') || 'the line'}`,
    expected: issue === undefined ? '' : expectedBy(issue),
    found: 'something else',
  };
}
