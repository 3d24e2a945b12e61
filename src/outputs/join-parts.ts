import { closeSync, openSync, readSync } from 'node:fs';
import { closeLine, headLine, type StreamOrigin } from './events-output.ts';
import { LineSink } from './line-sink.ts';
import type { OutputFailure, OutputFiles } from './outputs.ts';
import { TRACE_COMMA, TRACE_END, TRACE_START } from './trace-output.ts';

const CHUNK = 1 << 18;
const LONGEST_END = 1_000;

/**
 * Makes the files of a live run of the parts that its services have written.
 * @param parts of the designs of which something was measured, in their order.
 * @returns what could not be written.
 */
export function joinParts(files: OutputFiles, origin: StreamOrigin, parts: readonly OutputFiles[]): OutputFailure[] {
  const failures: OutputFailure[] = [];
  if (files.events !== undefined) {
    const sink = new LineSink(files.events);
    sink.write(`${headLine(origin)}\n`);
    for (const { events = '' } of parts) copy(events, sink, /\n\{"end":[^\n]*\n$/);
    sink.write(`${closeLine(parts.length, sink.sha256())}\n`);
    sink.close();
    if (sink.failure !== undefined) failures.push({ what: 'the events', code: sink.failure });
  }
  if (files.trace !== undefined) {
    const sink = new LineSink(files.trace.file);
    sink.write(TRACE_START);
    parts.forEach(({ trace }, i) => {
      if (i > 0) sink.write(TRACE_COMMA);
      copy(trace?.file ?? '', sink, /\}$/);
    });
    sink.write(TRACE_END);
    sink.close();
    if (sink.failure !== undefined) failures.push({ what: 'the timeline', code: sink.failure });
  }
  return failures;
}

/** @param end what a whole part ends with: the disk of its service may have been full. */
function copy(from: string, sink: LineSink, end: RegExp): void {
  sink.attempt(() => {
    const file = openSync(from, 'r');
    const bytes = Buffer.alloc(CHUNK);
    let last = '';
    try {
      for (let length = readSync(file, bytes); length > 0; length = readSync(file, bytes)) {
        sink.writeBytes(bytes.subarray(0, length));
        last = (last + bytes.toString('latin1', 0, length)).slice(-LONGEST_END);
      }
    } finally {
      closeSync(file);
    }
    if (!end.test(last)) throw Object.assign(new Error(from), { code: 'a part of it that is not whole' });
  });
}
