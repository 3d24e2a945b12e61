import { HealthReader } from '../../src/observed/calibration/health-reader.ts';
import { RequestReader } from '../../src/observed/logs/request-log.ts';
import { healthLine } from '../../src/record/health-line.ts';
import { bestProcessorSeconds, type Figures } from '../contender.ts';

const TEXT_BYTES = 24e6;
const PIECE = 2 ** 18;

interface Reader {
  push(text: string): void;
  end(): unknown;
}

interface LogFormat {
  readonly name: string;
  /** A piece of it, which is repeated. */
  readonly text: string;
  readonly reader: () => Reader;
}

const LINE = healthLine({ name: 'storage', threads: 128 }, 93, 2);
const OTHER = '2026-05-30 12:00:01,123 INFO app: stored a voice note of 12 s in 0.3 s for a job of the queue';
const REQUEST = '10.0.0.1 - - [30/May/2026:12:00:01 +0000] "POST /v1/sync HTTP/1.1" 200 1234 "-" "client/1.0"\n';

const entries = [{ textPayload: OTHER }, { textPayload: LINE }].map((payload) => ({
  ...payload,
  insertId: '1x2y3z',
  resource: { type: 'cloud_run_revision', labels: { service_name: 'sync', location: 'us-central1' } },
  labels: { instanceId: '00f1' },
  timestamp: '2026-05-30T12:00:01.123456Z',
  severity: 'WARNING',
}));
const health = (): Reader => new HealthReader();

export const LOGS: readonly LogFormat[] = [
  {
    name: 'a service’s log, one line in ten of its pool',
    text: `${`${OTHER}\n`.repeat(9)}2026-05-30 12:00:01,123 WARNING ${LINE}\n`,
    reader: health,
  },
  { name: 'the pool’s lines alone', text: `2026-05-30 12:00:01,123 WARNING ${LINE}\n`, reader: health },
  {
    name: 'Cloud Logging, JSON lines',
    text: entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
    reader: health,
  },
  {
    name: 'Cloud Logging, a list with indents',
    text: `[\n${entries.map((entry) => JSON.stringify(entry, null, 2)).join(',\n')}\n]\n`,
    reader: health,
  },
  { name: 'an access log', text: REQUEST, reader: () => new RequestReader() },
];

/** How fast a log is read. @param log the number of it in `LOGS`. */
export function logSpeed(log: number): Figures {
  const { text, reader } = LOGS[log] as LogFormat;
  const whole = text.repeat(Math.ceil(TEXT_BYTES / text.length));
  const seconds = bestProcessorSeconds(() => {
    const own = reader();
    for (let from = 0; from < whole.length; from += PIECE) own.push(whole.slice(from, from + PIECE));
    own.end();
  });
  return { megabytesPerSecond: Buffer.byteLength(whole) / 2 ** 20 / seconds };
}
