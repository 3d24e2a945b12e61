import { describe, expect, it } from 'vitest';
import { readMeasure } from '../../src/gate/read-measure.ts';
import { DumpReader } from '../../src/observed/dumps/dump-reader.ts';
import { Observation } from '../../src/observed/observation.ts';
import { observedPools } from '../../src/observed/observed-pools.ts';
import { halfWidth95, observedResult } from '../../src/observed/observed-result.ts';
import { parseRules } from '../../src/observed/rules/user-rules.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { resultSchema } from '../../src/result/schema.ts';
import { Gathering } from '../../src/run/observe/gather.ts';
import { fixture, read } from './read.ts';

const OPTIONS = { pools: [], rules: [], redact: false, everyUs: 1_000_000 };
const NOTES = { name: 'observed', question: 'q', everyUs: 1_000_000, isTimed: true, left: [] };

function observe(text: string, options: Partial<ConstructorParameters<typeof Observation>[0]> = {}) {
  const seen = new Observation({ ...OPTIONS, ...options });
  for (const dump of read(text).dumps) seen.add(dump);
  return observedResult(seen, observedPools(seen, new Map()), NOTES, 'test');
}

const poolOf = (result: ReturnType<typeof observe>, name: string) => result.designs.observed?.pools[name];

/** A dump of HotSpot with threads of these names, each with its stack. */
const dump = (threads: Readonly<Record<string, string>>, time = '2026-11-27 10:00:00') =>
  `${time}\nFull thread dump OpenJDK 64-Bit Server VM (17 mixed mode):\n\n${Object.entries(threads)
    .map(([name, body], i) => `"${name}" #${i + 1} prio=5 os_prio=0 cpu=1.00ms tid=0x${i} nid=0x${i} x\n${body}\n`)
    .join('\n')}\nJNI global refs: 1\n\n`;
const asleep =
  '   java.lang.Thread.State: TIMED_WAITING (sleeping)\n\tat java.lang.Thread.sleep(Native Method)\n\tat a.B.c(B.java:1)\n';
const idle =
  '   java.lang.Thread.State: WAITING (parking)\n\tat java.util.concurrent.ThreadPoolExecutor.getTask(T.java:1)\n';
const strange = '   java.lang.Thread.State: NEW_FANGLED\n\tat a.B.c(B.java:1)\n';

describe('an observed result', () => {
  it('is a result like any other: its schema holds, and the states of a pool sum up to its threads', () => {
    const result = observe(fixture('sigquit-jdk17.txt'));
    expect(resultSchema.parse(result)).toEqual(result);
    expect(result).toMatchObject({ world: 'observed', observed: { runtime: 'java', samples: 3 } });
    const pool = poolOf(result, 'storage');
    expect(pool?.threads).toBe(12);
    const { active, working, parked, blocked, unknown } = pool as NonNullable<typeof pool>;
    expect((working.mean ?? 0) + (parked.mean ?? 0) + (blocked.mean ?? 0)).toBeCloseTo(active.mean ?? 0, 9);
    expect(unknown?.max).toBe(0);
    expect(renderTerminal(result)).toContain('threads of pool storage');
  });

  it('knows nothing of what dumps do not tell: queues, refusals, jobs, growth', () => {
    const result = observe(fixture('jstack-jdk17.txt'));
    expect(poolOf(result, 'storage')).toMatchObject({
      queuedFraction: null,
      rejected: null,
      queueDepth: { mean: null, max: null },
      queueWait: { count: 0, mean: null },
    });
    expect(result.designs.observed?.stability.stable).toBeNull();
  });

  it('counts as unknown what no rule knows, shows its stack, and takes rules of the user’s own', () => {
    const text = dump({ 'w-1': strange, 'w-2': asleep });
    expect(poolOf(observe(text), 'w')).toMatchObject({
      unknown: { mean: 1 },
      observed: { unknown: [{ state: 'NEW_FANGLED', threads: 1, frames: ['a.B.c (B.java:1)'] }] },
    });
    const rules = parseRules('rules.yaml', '- { runtime: java, state: NEW_FANGLED, is: blocked, because: it says so }');
    expect(poolOf(observe(text, { rules }), 'w')).toMatchObject({ unknown: { mean: 0 }, blocked: { mean: 1 } });
  });

  it('names pools by what the names of their threads have in common, and takes names of the user’s own', () => {
    const names = [
      'http-nio-8080-exec-1',
      'http-nio-8080-exec-2',
      'pool-3-thread-1',
      'main',
      'ForkJoinPool.commonPool-worker-1',
      'Thread-7 (serve)',
    ];
    const text = dump(Object.fromEntries(names.map((name) => [name, asleep])));
    expect(Object.keys(observe(text).designs.observed?.pools ?? {}).sort()).toEqual(
      ['ForkJoinPool-commonPool-worker', 'Thread-serve', 'http-nio-8080-exec', 'others', 'pool-3-thread'].sort(),
    );
    const own = observe(text, { pools: [{ name: 'web', threads: /exec|serve/ }] });
    expect(poolOf(own, 'web')?.threads).toBe(3);
  });

  it('says how long one thread was in one wait only where it is known not to have run', () => {
    const at = (second: number) => `2026-11-27 10:00:0${second}`;
    const sure = observe([0, 1, 2, 3].map((second) => dump({ 'w-1': asleep }, at(second))).join(''));
    expect(poolOf(sure, 'w')?.observed?.frames[0]).toMatchObject({ longestSeconds: 3, longestThread: 'w-1' });
    const ran = [0, 1, 2, 3].map((second) =>
      dump({ 'w-1': asleep }, at(second)).replace('cpu=1.00', `cpu=1.0${second}`),
    );
    expect(poolOf(observe(ran.join('')), 'w')?.observed?.frames[0]?.longestSeconds).toBe(0);
  });

  it('leaves out names where that is asked for, everywhere', () => {
    const text = dump({ 'customer-Jones-1': asleep, 'customer-Jones-2': idle });
    const result = observe(text, { redact: true });
    expect(JSON.stringify(result)).not.toContain('Jones');
    expect(Object.keys(result.designs.observed?.pools ?? {})).toEqual(['pool-a']);
  });

  it('has a row for each thread that did something, as long as the samples last', () => {
    const at = (second: number) => `2026-11-27 10:00:0${second}`;
    const result = observe(
      [asleep, asleep, idle, asleep].map((stack, i) => dump({ 'w-1': stack, 'w-2': idle }, at(i))).join(''),
    );
    expect(result.designs.observed?.timeline).toEqual({
      fromSeconds: 0,
      untilSeconds: 4,
      isCut: false,
      taskKinds: ['a task'],
      pools: { w: [{ thread: 0, lengthsUs: [2e6, 1e6, 1e6], states: 'PIP', tasks: [0, 0] }] },
      ownThreads: [],
    });
    expect(resultSchema.parse(result)).toEqual(result);
  });

  it('does not say how long somebody stayed where no sample says when it was taken', () => {
    const result = observe(fixture('go-debug2.txt'));
    const frames = result.designs.observed?.pools['main-worker']?.observed?.frames ?? [];
    expect(frames.length).toBeGreaterThan(1);
    expect(frames.every(({ longestSeconds }) => longestSeconds === 0)).toBe(true);
  });

  it('takes the size of a pool as it is stated, and refuses one that cannot be', () => {
    const seen = new Observation(OPTIONS);
    for (const one of read(fixture('jstack-jdk17.txt')).dumps) seen.add(one);
    const [pool] = observedPools(seen, new Map([['storage', 40]]));
    expect(pool).toMatchObject({ name: 'storage', threads: 40, isSizeStated: true });
    expect(() => observedPools(seen, new Map([['storage', 4]]))).toThrow('at least 12 threads');
    expect(() => observedPools(seen, new Map([['stroage', 40]]))).toThrow('no pool of that name was seen');
  });

  it('tells of the threads that are of no pool last, however many there are', () => {
    const text = dump({ main: asleep, acceptor: asleep, granter: asleep, 'w-1': asleep, 'w-2': idle });
    expect(renderTerminal(observe(text))).toMatch(/^Of the 2 threads of pool w 1 /);
  });

  it('has an interval from twenty samples on', () => {
    expect(halfWidth95(Float64Array.from({ length: 19 }, (_, i) => i % 3))).toBeNull();
    expect(halfWidth95(Float64Array.from({ length: 20 }, (_, i) => i % 3))).toBeGreaterThan(0);
  });

  it('escapes what stands in the names of threads', () => {
    const result = observe(
      dump({ '\u001b[31m<img src=x onerror=alert(1)>-1': asleep, '\u001b[31m<img src=x onerror=alert(1)>-2': asleep }),
    );
    const text = renderTerminal(result, { colour: false });
    expect(text).not.toContain('\u001b');
    expect(resultSchema.safeParse(result).success).toBe(true);
  });
});

describe('a text without an end of its line', () => {
  it('is not kept whole', () => {
    const reader = new DumpReader(() => {});
    const piece = 'x'.repeat(2 ** 22);
    for (let i = 0; i < 40; i += 1) reader.push(piece);
    expect(reader.end()).toMatchObject({ strangeLines: 1, firstStrange: { text: 'x'.repeat(200) } });
  });
});

describe('dumps that are gathered', () => {
  const gather = (text: string, process: number | null = null) => {
    const gathering = new Gathering(OPTIONS, process);
    for (const one of read(text).dumps) gathering.add(one);
    return gathering;
  };

  it('are those of one process and one runtime; others are counted', () => {
    const other = fixture('py-spy.txt').replace(/^Process \d+/m, 'Process 999999');
    const gathering = gather(`${fixture('py-spy.txt')}\n${other}\n${fixture('jstack-jdk17.txt')}`);
    expect(gathering.seen.samples).toBe(1);
    expect(gathering.left([]).join(' ')).toMatch(/1 dump is of another process.*1 dump is of another runtime/);
    expect(gather(`${fixture('py-spy.txt')}\n${other}`, 999_999).seen.pids).toEqual(new Set([999_999]));
  });

  it('that are cut off are left out', () => {
    const cut = fixture('jstack-jdk17.txt').slice(0, 9000);
    const both = gather(`${fixture('jstack-jdk17.txt')}\n${cut}`);
    expect(both.seen.samples).toBe(1);
    expect(both.left([]).join()).toMatch(/1 dump is cut off, the first at line \d+: left out/);
    const alone = gather(cut);
    expect(alone.seen.samples).toBe(0);
    expect(alone.cut).toBe(1);
  });

  it('follow one another also where the clock runs backwards', () => {
    const times = ['10:00:05', '10:00:06', '10:00:01', '10:00:02'];
    const gathering = gather(times.map((time) => dump({ 'w-1': asleep }, `2026-11-27 ${time}`)).join(''));
    expect(gathering.left([]).join()).toContain('The clock runs backwards');
    const { timesUs } = gathering.seen;
    expect([...timesUs].sort((a, b) => a - b)).toEqual(timesUs);
  });
});

describe('rules of a user', () => {
  it.each([
    ['- { is: sleeping }', 'is'],
    ['- { is: parked, frame: "(" }', 'frame'],
    ['- { is: parked, farme: x }', ''],
    ['hello', ''],
    ['- [', ''],
  ])('that are wrong are told with their line: %s', (text, path) => {
    expect(() => parseRules('rules.yaml', text)).toThrow(new RegExp(`rules.yaml:?\\d*.*${path}`, 's'));
  });
});

describe('a condition on an observed result', () => {
  it('has data of threads, and none of what dumps do not tell', () => {
    const result = observe(fixture('jstack-jdk17.txt'));
    const reading = (...path: string[]) =>
      readMeasure(result, { design: 'observed', path, idle: undefined } as unknown as Parameters<
        typeof readMeasure
      >[1]);
    expect(reading('pools', 'storage', 'parked', 'mean').value).toBeGreaterThan(0);
    expect(reading('deletions', 'failed')).toMatchObject({ value: null, why: expect.stringContaining('not observed') });
  });
});
