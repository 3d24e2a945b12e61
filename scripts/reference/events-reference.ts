import { EVENTS } from '../../src/events/catalogue.ts';
import { beginSchema, closeSchema, endSchema, headSchema } from '../../src/events/stream.ts';

/** The reference of the stream of events. @returns the text of docs/events.md. */
export function eventsReference(): string {
  const rows = Object.entries(EVENTS).map(([event, { says, fields }]) => {
    const names = Object.entries(fields).map(([name, type]) => `\`${name}\`: ${type}`);
    return `| \`${event}\` | ${says} | ${names.join(', ')} |`;
  });
  return [
    '<!-- Written by scripts/generate.mjs from src/events/catalogue.ts. Change it there. -->',
    '',
    '# The stream of events',
    '',
    'Everything that unpark measures, draws or logs comes from one stream of events, and `--events FILE` writes it as JSON Lines. `npx unpark replay FILE` makes the result again from it, equal to the byte: what is not in the stream is in no figure. Of a live run it makes again what was measured; whether the machine kept up, the proof of the blobs and the forecast stand in the run’s own result alone, so no gate judges what was made from its events. `--trace FILE` draws the same events as a timeline, and [`--openmetrics FILE`](metrics.md) writes their metrics.',
    '',
    '```sh',
    'npx unpark run omi-sync --replications 1 --events events.jsonl',
    'npx unpark replay events.jsonl',
    'npx unpark run omi-sync --replications 1 --trace timeline.json --trace-window 2h+10m',
    '```',
    '',
    'With any of them the replications run one after the other. The files take their places when the run has ended: a run that is interrupted leaves none. They are files of their own, and all lie outside the folder of `--out`, which is the report’s alone; their names do not begin with `.unpark-`.',
    '',
    '## The timeline',
    '',
    'This is the whole run, for tools. The report has a picture of its own of its first half hour, from `designs.<name>.timeline` in `result.json`: of each thread that held a task the length of each interval in µs (`lengthsUs`), a letter for its state (`states`: I, W, P, B; small where the task of the interval before goes on) and the kind of each task (`tasks`, by its place in `taskKinds`). It has at most 20,000 intervals of a design and 1,024 threads of a pool; `isCut` says that it ends early.',
    '',
    '`--trace FILE` writes the first replication of each design in the Trace Event Format: open it in ui.perfetto.dev or chrome://tracing. Each design is a process, each thread of its pools a row. A task is a slice, with a slice for each state of its thread inside: `working`, `parked`, `blocked`. Counters show the threads by state, the queue and the pending deletions; a mark shows each deletion as it is scheduled, and an arrow leads from it to the start of its first try. `--trace-window 2h+10m` draws ten minutes from 2 h after the start of the run on, its warm-up included. Times are µs.',
    '',
    '## Lines',
    '',
    'The first line is the head: what was run, with the whole scenario as it was resolved. Then, for each replication of each design, a begin, its events in the order of time, and an end; and a last line that closes the stream with a SHA-256 of all before it. `docs/events.schema.json` is the JSON Schema of a line.',
    '',
    '| line | keys |',
    '| --- | --- |',
    ...Object.entries({ head: headSchema, begin: beginSchema, end: endSchema, close: closeSchema }).map(
      ([line, { shape }]) =>
        `| ${line} | ${Object.keys(shape)
          .map((key) => `\`${key}\``)
          .join(', ')} |`,
    ),
    '',
    '## Events',
    '',
    'Every event has `event`, its name, and the fields below. Times are integer µs since the start of the run, the warm-up included. A row is a number that stands for a job, a task or a blob, and is used again when that has ended.',
    '',
    '| event | what it says | fields |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
