import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readResult } from '../../src/report/read.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { problemsThrownBy } from '../scenario/small-scenario.ts';
import { beforeAfter } from './made-up-result.ts';

type Json = Record<string, unknown>;

/** The same result, with one name in it changed. */
function withName(change: (result: Json & { scenario: Json; designs: Record<string, Json> }) => void): string {
  const result = structuredClone(beforeAfter()) as never;
  change(result);
  const file = join(temporaryFolder(), 'result.json');
  writeFileSync(file, JSON.stringify(result));
  return file;
}

function renamed(map: Json, name: string): void {
  const [first] = Object.keys(map) as [string];
  map[name] = map[first];
}

describe('a saved result', () => {
  it.each(['../../../victim', '/etc/x', '..', '', 'a/b', 'a\\b', 'a\u0000b', 'a\nb', '.hidden', 'x'.repeat(300)])(
    'whose name leads elsewhere is refused, wherever the name stands: %j',
    (name) => {
      const changes: Parameters<typeof withName>[0][] = [
        ({ scenario }) => {
          scenario.name = name;
        },
        ({ designs }) => renamed(designs, name),
        ...(['pools', 'jobs', 'semaphores', 'concurrency'] as const).map(
          (part): Parameters<typeof withName>[0] =>
            ({ designs }) =>
              renamed(Object.values(designs)[0]![part] as Json, name),
        ),
      ];
      for (const change of changes) {
        const file = withName(change);
        expect(problemsThrownBy(() => readResult(file)).length).toBeGreaterThan(0);
      }
    },
  );
});
