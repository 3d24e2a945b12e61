import { describe, expect, it } from 'vitest';
import type { Dump } from '../../../src/observed/dumps/dump.ts';
import { fixture, read, tally } from '../read.ts';

const ofPool = ({ name }: Dump['threads'][number]) => name.startsWith('storage_');
const isWorker = ({ frames }: Dump['threads'][number]) => frames.some((frame) => frame.function === 'main.worker');
const isPythonWorker = ({ frames }: Dump['threads'][number]) => frames.some((frame) => frame.function === '_worker');

/** Blocks of a text that are separated by empty lines, of which some hold all of these texts. */
const blocks = (text: string, ...holding: string[]) =>
  text.split(/\n\s*\n/).filter((block) => holding.every((one) => block.includes(one))).length;

describe('HotSpot text', () => {
  it.each(['jstack-jdk8.txt', 'jstack-jdk17.txt', 'jcmd-jdk25.txt'])(
    'tells what the threads of a pool do: %s',
    (name) => {
      const text = fixture(name);
      const { dumps, notes } = read(text);
      expect(dumps).toHaveLength(1);
      const [dump] = dumps as [Dump];
      expect(dump).toMatchObject({ runtime: 'java', format: 'HotSpot text', isCut: false, deadlocks: [] });
      expect(dump.atUs).not.toBeNull();
      const mine = (...holding: string[]) => blocks(text, '"storage_', ...holding);
      const expected = {
        parked: mine('Thread.sleep'),
        io: mine('RUNNABLE', /socketRead0|SocketDispatcher.read0/.exec(text)?.[0] ?? 'none'),
        idle: mine('ThreadPoolExecutor.getTask'),
        blocked: mine('Semaphore.acquire'),
      };
      const found = tally(dump, ofPool);
      expect({ parked: 0, io: 0, idle: 0, blocked: 0, ...found }).toEqual(expected);
      expect(expected.parked).toBeGreaterThan(0);
      expect(notes.unreadable).toBe(0);
    },
  );

  it('is found in the middle of a service’s log, several times, with its times', () => {
    const { dumps, notes } = read(fixture('sigquit-jdk17.txt'));
    expect(dumps).toHaveLength(3);
    expect(dumps.map(({ isCut }) => isCut)).toEqual([false, false, false]);
    for (const dump of dumps) expect(dump.threads.filter(ofPool)).toHaveLength(12);
    const [first, second] = dumps as [Dump, Dump];
    expect((second.atUs as number) - (first.atUs as number)).toBeGreaterThanOrEqual(1e6);
    expect(notes.strangeLines).toBeGreaterThan(50);
    expect(notes.firstStrange).toMatchObject({ number: 1, text: expect.stringContaining('"pid"') });
  });

  it('is the same behind the prefix that a log puts before each line', () => {
    const plain = read(fixture('jstack-jdk17.txt')).dumps;
    const prefixed = fixture('jstack-jdk17.txt').replace(/^/gm, '2026-11-27T12:03:35.123456789Z stdout F ');
    const found = read(prefixed).dumps;
    expect(found).toHaveLength(1);
    expect(found[0]?.threads).toEqual(plain[0]?.threads);
  });

  it.each(['deadlock-jdk17.txt', 'deadlock-jdk25.txt'])('tells the deadlock that the runtime reports: %s', (name) => {
    const [dump] = read(fixture(name)).dumps as [Dump];
    expect(dump.deadlocks.map((names) => [...names].sort())).toEqual([['transfer-0', 'transfer-1']]);
    expect(tally(dump, (thread) => thread.name.startsWith('transfer-'))).toEqual({ blocked: 2 });
  });

  it('that is cut off says so, and keeps the threads that are whole', () => {
    const text = fixture('jstack-jdk17.txt');
    const [whole] = read(text).dumps as [Dump];
    const half = text.slice(0, text.indexOf('"storage_6"') + 200);
    const [cut] = read(half).dumps as [Dump];
    expect(cut.isCut).toBe(true);
    expect(cut.threads).toEqual(whole.threads.slice(0, cut.threads.length));
    expect(cut.threads.filter(ofPool)).toHaveLength(6);
  });
});

describe('HotSpot JSON', () => {
  it('tells what the threads of a pool do', () => {
    const [dump] = read(fixture('dump-to-file-jdk25.json')).dumps as [Dump];
    expect(dump).toMatchObject({ format: 'HotSpot JSON', isCut: false });
    const containers = JSON.parse(fixture('dump-to-file-jdk25.json')).threadDump.threadContainers;
    const threads = containers.flatMap((one: { threads: { name: string; stack: string[] }[] }) => one.threads);
    const mine = threads.filter(({ name }: { name: string }) => name.startsWith('storage_'));
    const asleep = mine.filter(({ stack }: { stack: string[] }) =>
      stack.some((frame) => frame.includes('Thread.sleep(')),
    );
    expect(tally(dump, ofPool).parked).toBe(asleep.length);
    expect(dump.threads.filter(ofPool)).toHaveLength(12);
  });

  it('has virtual threads apart', () => {
    const [dump] = read(fixture('virtual-threads-jdk25.json')).dumps as [Dump];
    expect(dump.threads.filter(({ isVirtual }) => isVirtual).map(({ name }) => name)).toEqual([
      'visit-0',
      'visit-1',
      'visit-2',
    ]);
    expect(tally(dump, ({ isVirtual }) => isVirtual)).toEqual({ parked: 3 });
  });
});

describe('py-spy', () => {
  it.each(['py-spy-native.txt', 'py-spy-native.json'])('tells what threads do by their C frames: %s', (name) => {
    const [dump] = read(fixture(name)).dumps as [Dump];
    expect(dump.pid).toBeGreaterThan(0);
    const found = tally(dump, ofPool);
    expect(found.unknown).toBeUndefined();
    const text = fixture('py-spy-native.txt');
    const threads = text.split(/^Thread /m).filter((block) => block.includes('"storage_'));
    const sleeping = threads.filter((block) => block.includes('clock_nanosleep')).length;
    // The two dumps were taken one after another.
    if (name.endsWith('.txt')) expect(found.parked).toBe(sleeping);
    expect(found.parked).toBeGreaterThan(0);
  });

  it.each(['py-spy.txt', 'py-spy.json'])(
    'without them leaves unknown what no frame and no source tells: %s',
    (name) => {
      const [dump] = read(fixture(name)).dumps as [Dump];
      const blind = tally(dump, ofPool);
      const source = fixture('../programs/observed_pool.py').split('\n');
      const sourceAt = (place: string) => source[Number(/observed_pool\.py:(\d+)$/.exec(place)?.[1]) - 1];
      const seeing = tally(dump, ofPool, { sourceAt });
      expect(blind.unknown).toBe((seeing.parked ?? 0) + (seeing.io ?? 0));
      expect(seeing.unknown).toBeUndefined();
      expect(seeing.idle).toBe(blind.idle);
    },
  );

  it('of a plain stack asks the kernel where it was asked', () => {
    const [dump] = read(fixture('py-spy.json')).dumps as [Dump];
    expect(tally(dump, ofPool, { kernel: 'clock_nanosleep/hrtimer_nanosleep' }).unknown).toBeUndefined();
  });
});

describe('faulthandler', () => {
  it('has no names: the workers of an executor are known by what started them, and two dumps are two', () => {
    const { dumps } = read(fixture('faulthandler.txt'));
    expect(dumps).toHaveLength(2);
    for (const dump of dumps) expect(dump.threads.filter(isPythonWorker)).toHaveLength(12);
    const text = fixture('faulthandler.txt');
    const waiting = text
      .split(/^(?=(?:Current thread|Thread) 0x)/m)
      .filter((block) => /^.*\n.*in _worker$/m.test(block) && !/in run\n.*in _worker/.test(block));
    const [first, second] = dumps.map((dump) => tally(dump, isPythonWorker).idle ?? 0) as [number, number];
    expect(first + second).toBe(waiting.length);
  });
});

describe('goroutines', () => {
  it('tell what workers do, dump after dump, without the goroutine that writes them', () => {
    const text = fixture('go-debug2.txt');
    const { dumps, notes } = read(text);
    expect(dumps).toHaveLength(2);
    for (const dump of dumps) {
      expect(dump.threads.filter(isWorker)).toHaveLength(12);
      expect(
        dump.threads.some(({ frames }) => frames.some(({ function: name }) => name.includes('writeGoroutine'))),
      ).toBe(false);
    }
    const halves = text.split(/(?=goroutine \d+ \[running\]:\nruntime\/pprof)/).filter((half) => half !== '');
    halves.forEach((half, i) => {
      const of = (...holding: string[]) => blocks(half, 'main.worker(', ...holding);
      expect({ parked: 0, io: 0, blocked: 0, idle: 0, ...tally(dumps[i] as Dump, isWorker) }).toEqual({
        parked: of('[sleep]:'),
        io: of('[IO wait]:'),
        blocked: of('sync.Mutex.Lock]:'),
        idle: of('[chan receive]:'),
      });
    });
    expect(notes).toMatchObject({ strangeLines: 0, unreadable: 0 });
  });

  it('of a SIGQUIT are read to the registers', () => {
    const { dumps, notes } = read(fixture('go-sigquit.txt'));
    expect(dumps).toHaveLength(1);
    expect(dumps[0]?.threads.filter(isWorker)).toHaveLength(12);
    expect(notes.strangeLines).toBeLessThan(5);
  });
});

describe('a text of dumps', () => {
  const names = [
    'jstack-jdk8.txt',
    'jcmd-jdk25.txt',
    'dump-to-file-jdk25.json',
    'py-spy.txt',
    'py-spy-native.json',
    'go-debug2.txt',
    'faulthandler.txt',
    'deadlock-jdk25.txt',
  ];
  const all = names.map(fixture).join('\n');

  it('may hold those of several formats', () => {
    const { dumps } = read(all);
    expect(dumps.map(({ format }) => format)).toEqual([
      'HotSpot text',
      'HotSpot text',
      'HotSpot JSON',
      'py-spy',
      'py-spy JSON',
      'goroutines',
      'goroutines',
      'faulthandler',
      'faulthandler',
      'HotSpot text',
    ]);
    const alone = names.flatMap((name) => read(fixture(name)).dumps);
    expect(dumps.map(({ threads }) => threads)).toEqual(alone.map(({ threads }) => threads));
  });

  it.each([1, 7, 1000, 65_536])('is the same in pieces of %i characters, and with line ends of Windows', (piece) => {
    expect(read(all, piece).dumps).toEqual(read(all).dumps);
    expect(read(all.replaceAll('\n', '\r\n'), piece).dumps).toEqual(read(all).dumps);
  });
});
