import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { joinParts } from '../../src/outputs/join-parts.ts';
import { temporaryFolder } from '../cli/temporary-folder.ts';
import { load } from '../scenario/small-scenario.ts';

const EVENTS =
  '{"begin":"legacy","replication":0}\n{"end":"legacy","replication":0,"atUs":1,"events":0,"engineEvents":0}\n';
const TRACE = '{"pid":1,"ph":"M"}';

function joined(events: string, trace: string) {
  const folder = temporaryFolder();
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const parts = [{ events: file('0.jsonl', events), trace: { file: file('0.json', trace), window: undefined } }];
  const files = { events: join(folder, 'events'), trace: { file: join(folder, 'trace'), window: undefined } };
  const origin = { world: 'live' as const, scenario: load(), overrides: [], engineVersion: 'test' };
  return { files, failures: joinParts(files, origin, parts) };
}

it('the parts of a live run become whole files', () => {
  const { files, failures } = joined(EVENTS, TRACE);
  expect(failures).toEqual([]);
  expect(readFileSync(files.events, 'utf8')).toContain(EVENTS);
  expect(JSON.parse(readFileSync(files.trace.file, 'utf8'))).toEqual({
    displayTimeUnit: 'ms',
    traceEvents: [{ pid: 1, ph: 'M' }],
  });
});

it('a part that its service could not write whole is told, and never taken for all of it', () => {
  const code = 'a part of it that is not whole';
  expect(joined(EVENTS.slice(0, -20), TRACE).failures).toEqual([{ what: 'the events', code }]);
  expect(joined(EVENTS, TRACE.slice(0, -3)).failures).toEqual([{ what: 'the timeline', code }]);
  expect(joined('', '').failures).toHaveLength(2);
});
