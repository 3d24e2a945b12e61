import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HealthReader } from '../../src/observed/calibration/health-reader.ts';
import { DumpReader } from '../../src/observed/dumps/dump-reader.ts';
import { RequestReader } from '../../src/observed/logs/request-log.ts';
import { healthLine } from '../../src/record/health-line.ts';
import { bestProcessorSeconds } from '../contender.ts';
import { digits, printTable } from '../table.ts';

const MB = 1e6;
/** As much text of each format, in pieces as a file is read. */
const TEXT_MB = 24;
const PIECE = 1 << 18;

interface Reader {
  push(text: string): void;
  end(): unknown;
}

interface Format {
  readonly name: string;
  /** A piece of it, which is repeated. */
  readonly text: string;
  readonly reader: () => Reader;
}

const fixture = (name: string) => readFileSync(join('test', 'observed', 'fixtures', name), 'utf8');

const dumps = (name: string, file: string): Format => ({
  name,
  text: `${fixture(file).trimEnd()}\n\n`,
  reader: () => new DumpReader(() => {}),
});

const LINE = healthLine({ name: 'storage', threads: 128 }, 93, 2);
const OTHER = '2026-05-30 12:00:01,123 INFO app: stored a voice note of 12 s in 0.3 s for a job of the queue';

function formats(): Format[] {
  const entries = [{ textPayload: OTHER }, { textPayload: LINE }].map((payload) => ({
    ...payload,
    insertId: '1x2y3z',
    resource: { type: 'cloud_run_revision', labels: { service_name: 'sync', location: 'us-central1' } },
    labels: { instanceId: '00f1' },
    timestamp: '2026-05-30T12:00:01.123456Z',
    severity: 'WARNING',
  }));
  const health = (): Reader => new HealthReader();
  const request = '10.0.0.1 - - [30/May/2026:12:00:01 +0000] "POST /v1/sync HTTP/1.1" 200 1234 "-" "client/1.0"\n';
  return [
    dumps('HotSpot text, JDK 17', 'jstack-jdk17.txt'),
    dumps('HotSpot text, JDK 25', 'jcmd-jdk25.txt'),
    dumps('HotSpot JSON, JDK 25', 'dump-to-file-jdk25.json'),
    dumps('py-spy text', 'py-spy.txt'),
    dumps('py-spy JSON', 'py-spy.json'),
    dumps('faulthandler', 'faulthandler.txt'),
    dumps('Go, debug=2', 'go-debug2.txt'),
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
    { name: 'an access log', text: request, reader: () => new RequestReader() },
  ];
}

/** How fast dumps and logs are read, once they are unpacked and decoded, by processor time. */
export function observedSuite(): void {
  const rows = formats().map(({ name, text, reader }) => {
    const whole = text.repeat(Math.ceil((TEXT_MB * MB) / text.length));
    const pieces = Math.floor(whole.length / PIECE) + 1;
    const seconds = bestProcessorSeconds(() => {
      const own = reader();
      for (let piece = 0; piece < pieces; piece += 1) own.push(whole.slice(piece * PIECE, (piece + 1) * PIECE));
      own.end();
    });
    return [name, digits(whole.length / MB / seconds)];
  });
  printTable('Reading dumps and logs, MB of text a second', ['format', 'MB/s'], rows);
}
