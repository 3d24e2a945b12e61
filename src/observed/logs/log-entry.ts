import { isMap, type PlainMap } from '../../path.ts';
import { timeOf } from './timestamp.ts';

/** One entry of a structured log. */
export interface LogEntry {
  /** What was logged, as text; empty where it is structured all through. */
  readonly message: string;
  /** In µs since 1970. */
  readonly atUs: number | undefined;
  /** Which process of the service logged it, where that is said. */
  readonly instance: string | undefined;
  /** The map that the logger was given. */
  readonly fields: PlainMap;
}

const MESSAGES = ['textPayload', 'message', 'msg', 'log', 'event'];
const TIMES = ['timestamp', 'time', '@timestamp', 'ts', 'asctime', 'datetime', 'date', 'receiveTimestamp'];
/** Of Cloud Logging’s labels and of loggers’ own fields, the most particular first. */
const INSTANCES = ['instanceId', 'instance_id', 'pod_name', 'container_id', 'instance', 'pod', 'design', 'hostname'];

/** Takes an entry apart: an export of Cloud Logging, or what pino, python-json-logger and their likes write. */
export function logEntry(value: PlainMap): LogEntry {
  const payload = isMap(value.jsonPayload) ? value.jsonPayload : {};
  const message = [value, payload].flatMap((map) => texts(map, MESSAGES))[0] ?? '';
  const atUs = [value, payload].flatMap((map) => TIMES.flatMap((key) => timeOf(map[key]) ?? []))[0];
  const resource = isMap(value.resource) && isMap(value.resource.labels) ? value.resource.labels : {};
  const labels = isMap(value.labels) ? value.labels : {};
  const instance = [labels, resource, payload, value].flatMap((map) => texts(map, INSTANCES))[0];
  return { message, atUs, instance, fields: Object.keys(payload).length > 0 ? payload : value };
}

function texts(map: PlainMap, keys: readonly string[]): string[] {
  return keys.flatMap((key) => {
    const value = map[key];
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
}
