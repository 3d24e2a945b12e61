import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { eventsLine } from '../../scripts/reference/events-schema.ts';
import { InputError } from '../../src/errors.ts';
import { EVENT_NAMES } from '../../src/events/catalogue.ts';
import { resultJson } from '../../src/report/write.ts';
import { replayFile } from '../../src/run/replay-file.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { randomSystem } from '../contract/random-system.ts';
import { load } from '../scenario/small-scenario.ts';
import { written } from './written.ts';

const shipped = ['omi-sync', 'omi-pool-history', 'slow-downstream'];

describe('a stream of events', () => {
  it.each(shipped)('holds everything that is in a result: %s', async (name) => {
    const scenario = loadScenario(`scenarios/${name}.yaml`, { replications: 2, durationUs: 1_200_000_000 });
    const { result, events } = written(scenario, temporaryFolder());
    expect(resultJson(await replayFile(events))).toBe(resultJson(result));
  });

  it('holds it for every system, and is as its JSON Schema says', async () => {
    const folder = temporaryFolder();
    const seen = new Set<string>();
    const line = eventsLine();
    await fc.assert(
      fc.asyncProperty(randomSystem, async (scenario) => {
        const { result, events } = written(scenario, folder);
        expect(resultJson(await replayFile(events))).toBe(resultJson(result));
        for (const text of readFileSync(events, 'utf8').trimEnd().split('\n')) {
          const value = JSON.parse(text) as { event?: string };
          const isNew = value.event === undefined || !seen.has(value.event);
          if (isNew) expect(line.safeParse(value).success, text).toBe(true);
          if (value.event !== undefined) seen.add(value.event);
        }
      }),
      { numRuns: 40, seed: 12 },
    );
    // No pool of theirs keeps a log, and what is put back is put back by a kill at the right moment.
    const rare = ['poolSampled', 'deletionPutBack'];
    expect(EVENT_NAMES.filter((name) => !seen.has(name) && !rare.includes(name))).toEqual([]);
  });
});

describe('a file that is no whole stream of events', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unpark-test-'));
  const scenario = { ...load(undefined, { replications: 1 }), durationUs: 600_000_000 };
  const whole = readFileSync(written(scenario, folder).events, 'utf8');
  const lines = () => whole.trimEnd().split('\n');
  afterAll(() => rmSync(folder, { recursive: true }));

  async function problemOf(text: string) {
    const file = join(folder, 'wrong.jsonl');
    writeFileSync(file, text);
    const error = await replayFile(file).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(InputError);
    const { problems, code } = error as InputError;
    expect(code).toBe(2);
    return problems[0] as InputError['problems'][number];
  }

  it('is told as cut off, wherever it was cut', async () => {
    const all = lines();
    for (const kept of [1, 2, 10, all.length - 1]) {
      expect((await problemOf(`${all.slice(0, kept).join('\n')}\n`)).message).toBe('the stream is cut off');
    }
    for (const part of [0.3, 0.5, 0.7]) {
      const end = whole.indexOf('\n', whole.length * part) - 5;
      expect((await problemOf(whole.slice(0, end))).message).toBe('the stream is cut off');
    }
    expect((await problemOf('')).found).toBe('an empty file');
  });

  it('is not waited for where it has no end', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const [file, found] of [
      [pipe, 'it is a pipe, and not a file'],
      ['/dev/zero', 'it is a device, and not a file'],
      [folder, 'it is a folder'],
      [join(folder, 'none'), 'there is no such file'],
    ] as const) {
      await expect(replayFile(file)).rejects.toMatchObject({ code: 2, problems: [{ found }] });
    }
  });

  it('is told as edited, by the line where that shows, or at its end', async () => {
    const all = lines();
    const at = all.findIndex((line) => line.includes('"event":"taskStarted"'));
    const edited = (change: (line: string) => string) =>
      all.map((line, i) => (i === at ? change(line) : line)).join('\n');
    const pool = await problemOf(edited((line) => line.replace('"storage"', '"stroage"')));
    expect(pool).toMatchObject({ line: at + 1, found: '"stroage"' });
    const time = await problemOf(edited((line) => line.replace(/"atUs":\d+/, '"atUs":0')));
    expect(time.message).toContain('lies before the event before it');
    const wait = await problemOf(edited((line) => line.replace(/"waitedUs":\d+/, '"waitedUs":1')));
    expect(wait.message).toContain('edited');
    expect((await problemOf(all.filter((_, i) => i !== at).join('\n'))).message).toMatch(/missing|contradicts/);
    const head = [(all[0] as string).replace('"threads":8', '"threads":9'), ...all.slice(1)].join('\n');
    expect((await problemOf(head)).message).toContain('edited');
  });

  it('is told as of another version, and as another file', async () => {
    const all = lines();
    const later = [(all[0] as string).replace('"version":1', '"version":2'), ...all.slice(1)].join('\n');
    expect(await problemOf(later)).toMatchObject({ line: 1, expected: 'version 1', found: 'version 2' });
    expect((await problemOf('name: a scenario\n')).message).toBe('this line is no JSON');
    expect((await problemOf('{"schemaVersion":2}\n')).message).toBe('this is no stream of events');
  });

  it('never is a bug of unpark, whatever is in it', async () => {
    const all = lines().slice(0, 60);
    await fc.assert(
      fc.asyncProperty(fc.nat(all.length - 1), fc.json(), fc.nat(40), async (at, json, kind) => {
        const value = JSON.parse(all[at] as string) as Record<string, unknown>;
        const keys = Object.keys(value);
        value[keys[kind % keys.length] as string] = JSON.parse(json);
        const text = all.map((line, i) => (i === at ? JSON.stringify(value) : line)).join('\n');
        await problemOf(text);
      }),
      { numRuns: 150, seed: 3 },
    );
  });
});
