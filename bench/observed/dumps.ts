import { readFileSync } from 'node:fs';
import { DumpReader } from '../../src/observed/dumps/dump-reader.ts';
import { Observation } from '../../src/observed/observation.ts';
import { observedPools } from '../../src/observed/observed-pools.ts';
import { observedResult } from '../../src/observed/observed-result.ts';
import type { Result } from '../../src/result/schema.ts';
import { bestProcessorSeconds, type Figures } from '../contender.ts';

/** Dumps of each format, as its tool has printed them. */
export const FORMATS = [
  ['HotSpot, jstack', 'jstack-jdk17.txt'],
  ['HotSpot, jcmd', 'jcmd-jdk25.txt'],
  ['HotSpot, JSON', 'dump-to-file-jdk25.json'],
  ['py-spy', 'py-spy.txt'],
  ['py-spy --native', 'py-spy-native.txt'],
  ['py-spy --json', 'py-spy.json'],
  ['faulthandler', 'faulthandler.txt'],
  ['Go, debug=2', 'go-debug2.txt'],
] as const;

const TEXT_BYTES = 16 * 2 ** 20;
const PIECE = 2 ** 18;
const EVERY_US = 1_000_000;

/** How fast a format is read: its dumps found, taken apart, and their threads judged by the rules. @param format the number of it in `FORMATS`. */
export function readingSpeed(format: number): Figures {
  const [, file] = FORMATS[format] as (typeof FORMATS)[number];
  const one = readFileSync(`test/observed/fixtures/${file}`, 'utf8');
  const text = `${one.trimEnd()}\n`.repeat(Math.ceil(TEXT_BYTES / one.length));
  const bytes = Buffer.byteLength(text);
  let dumps = 0;
  const seconds = bestProcessorSeconds(() => {
    const seen = observation();
    dumps = 0;
    const reader = new DumpReader((dump) => {
      seen.add(dump);
      dumps += 1;
    });
    for (let from = 0; from < text.length; from += PIECE) reader.push(text.slice(from, from + PIECE));
    reader.end();
  });
  return { megabytesPerSecond: bytes / 2 ** 20 / seconds, dumps };
}

/** Many large dumps one after the other, and what memory they took at most. */
export function manyDumps(dumps: number, threads: number): Figures {
  const start = process.cpuUsage();
  const bytes = observeMany(dumps, threads).bytes;
  const { user, system } = process.cpuUsage(start);
  return {
    megabytes: bytes / 2 ** 20,
    seconds: (user + system) / 1e6,
    peakMb: process.resourceUsage().maxRSS / 1_024,
  };
}

/** What was seen in `dumps` dumps of `threads` threads, one a second, each thread in one of the states for some seconds. */
export function observeMany(dumps: number, threads: number): { readonly result: Result; readonly bytes: number } {
  const seen = observation();
  const reader = new DumpReader((dump) => seen.add(dump));
  let bytes = 0;
  for (let i = 0; i < dumps; i += 1) {
    const text = dumpAt(i, threads);
    bytes += text.length;
    reader.push(text);
  }
  reader.end();
  const notes = { name: 'observed', question: 'How fast?', everyUs: EVERY_US, isTimed: true, left: [] };
  return { result: observedResult(seen, observedPools(seen, new Map()), notes, 'bench'), bytes };
}

function observation(): Observation {
  return new Observation({ pools: [], rules: [], redact: false, everyUs: EVERY_US });
}

const BODIES = [
  '   java.lang.Thread.State: TIMED_WAITING (sleeping)\n\tat java.lang.Thread.sleep(java.base@17.0.1/Native Method)\n\tat notes.Storage.deleteLater(Storage.java:88)',
  '   java.lang.Thread.State: RUNNABLE\n\tat sun.nio.ch.SocketDispatcher.read0(java.base@17.0.1/Native Method)\n\tat sun.nio.ch.SocketDispatcher.read(java.base@17.0.1/SocketDispatcher.java:47)\n\tat notes.Storage.upload(Storage.java:41)',
  '   java.lang.Thread.State: WAITING (parking)\n\tat jdk.internal.misc.Unsafe.park(java.base@17.0.1/Native Method)\n\tat java.util.concurrent.locks.LockSupport.park(java.base@17.0.1/LockSupport.java:211)\n\tat java.util.concurrent.LinkedBlockingQueue.take(java.base@17.0.1/LinkedBlockingQueue.java:435)\n\tat java.util.concurrent.ThreadPoolExecutor.getTask(java.base@17.0.1/ThreadPoolExecutor.java:1062)',
  '   java.lang.Thread.State: RUNNABLE\n\tat notes.Decoder.decode(Decoder.java:17)\n\tat notes.Decoder.run(Decoder.java:9)',
] as const;

function dumpAt(second: number, threads: number): string {
  const time = new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString().slice(0, 19).replace('T', ' ');
  const bodies = Array.from({ length: threads }, (_, i) => {
    const body = BODIES[Math.floor((second + 7 * i) / 5) % BODIES.length];
    return `"storage_${i}" #${i + 12} prio=5 os_prio=0 cpu=${second}.00ms elapsed=${second}.00s tid=0x00007f${i.toString(16).padStart(10, '0')} nid=0x${(i + 1).toString(16)}\n${body}\n`;
  });
  return `${time}\nFull thread dump OpenJDK 64-Bit Server VM (17.0.1 mixed mode):\n\n${bodies.join('\n')}\nJNI global refs: 1\n\n`;
}
