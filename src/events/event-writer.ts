import type { Layout } from '../service/layout.ts';
import type { RunObserver } from '../service/observer.ts';
import { EVENT_NAMES, EVENTS, type EventName, type FieldType } from './catalogue.ts';
import { namesOf } from './names.ts';

/**
 * A listener that writes each event as a line of JSON, without a line feed: `{"event":"taskQueued","task":3,"pool":"storage","taskKind":"upload","atUs":120000}`.
 * @param write is called with each line.
 */
export function eventWriter(layout: Layout, write: (line: string) => void): RunObserver {
  const names = namesOf(layout);
  const listener: Partial<Record<EventName, (...values: never[]) => void>> = {};
  for (const event of EVENT_NAMES) {
    const start = `{"event":"${event}"`;
    const fields = Object.entries(EVENTS[event].fields).map(([field, type]) => ({
      start: `,"${field}":`,
      texts: names[type]?.map((name) => JSON.stringify(name)),
      type,
    }));
    listener[event] = (...values: readonly unknown[]) => {
      let line = start;
      for (let i = 0; i < fields.length; i += 1) {
        const { start: named, texts, type } = fields[i] as (typeof fields)[number];
        line += named + (texts === undefined ? textOf(values[i], type) : texts[values[i] as number]);
      }
      write(`${line}}`);
    };
  }
  return listener as RunObserver;
}

function textOf(value: unknown, type: FieldType): string {
  if (type === 'settlement') return `"${value}"`;
  if (type === 'row or unsaid' && (value as number) < 0) return 'null';
  return value === Number.POSITIVE_INFINITY ? 'null' : String(value);
}
