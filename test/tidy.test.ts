import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

interface Source {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
  /** What it imports: paths from the root, or the names of packages. */
  readonly imports: readonly string[];
}

const sources = ['src', 'sim', 'test', 'bench', 'scripts'].flatMap(sourcesIn);
const ours = sources.filter(({ path }) => path.startsWith('src/') || path.startsWith('sim/'));

function sourcesIn(folder: string): Source[] {
  let names: string[];
  try {
    names = readdirSync(join(root, folder), { recursive: true }) as string[];
  } catch {
    return [];
  }
  return names
    .filter((name) => /\.m?ts$|\.mjs$/.test(name))
    .map((name) => {
      const file = join(root, folder, name);
      const text = readFileSync(file, 'utf8');
      return { path: relative(root, file).replaceAll('\\', '/'), text, imports: importsOf(file, text) };
    });
}

function importsOf(file: string, text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return fileName;
    return relative(root, resolve(dirname(file), fileName)).replaceAll('\\', '/');
  });
}

/** What everybody uses. */
const GROUND_FLOOR = [
  'units',
  'counted',
  'errors',
  'one-line',
  'shown',
  'path',
  'options',
  'known-file',
  'schema-words',
  'map-entry',
  'suggest',
  'sha-256',
  'csv',
].map((name) => `src/${name}.ts`);

const BELOW_THE_WORLDS = [
  'workload',
  'theory',
  'janitor',
  'scenario',
  'explain',
  'service',
  'events',
  'metrics',
  'record',
  'result',
].map((part) => `src/${part}`);

/** What each part may import of ours, beside the ground floor; every part may import itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/theory': ['src/workload'],
  'src/scenario': ['src/workload', 'src/theory', 'src/janitor'],
  'src/explain': ['src/workload', 'src/theory', 'src/scenario'],
  'src/service': ['src/workload', 'src/janitor', 'src/scenario'],
  'src/events': ['src/workload', 'src/scenario', 'src/service'],
  'src/metrics': ['src/janitor', 'src/scenario', 'src/service', 'src/events'],
  'src/outputs': ['src/scenario', 'src/service', 'src/events', 'src/metrics'],
  'src/view': ['src/scenario', 'src/service', 'src/events'],
  'src/record': ['src/scenario', 'src/service'],
  'src/result': ['src/workload', 'src/theory', 'src/janitor', 'src/scenario', 'src/explain', 'src/record'],
  sim: [...BELOW_THE_WORLDS],
  'src/live': [...BELOW_THE_WORLDS, 'src/outputs', 'src/view'],
  'src/observed': [...BELOW_THE_WORLDS],
  'src/gate': ['src/scenario', 'src/result'],
  'src/validation': ['src/workload', 'src/theory', 'src/scenario', 'src/record', 'src/result'],
  'src/report': ['src/theory', 'src/scenario', 'src/explain', 'src/result', 'src/gate', 'src/validation'],
};

function partOf(path: string): string {
  return path.startsWith('sim/') ? 'sim' : path.split('/').slice(0, 2).join('/');
}

/** The files that may use Node's own modules, beside those of src/cli and src/live. */
const USE_NODE = [
  'src/run/',
  'src/outputs/',
  'src/observed/process/',
  'src/scenario/load.ts',
  'src/scenario/input-file.ts',
  'src/scenario/near-file.ts',
  'src/scenario/named-file.ts',
  'src/report/files/',
  'src/library/simulate.ts',
];

/** The packages of each part. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  'src/sha-256.ts': ['@noble/hashes/sha2.js', '@noble/hashes/utils.js'],
  'src/scenario': ['yaml', 'zod'],
  'src/events': ['zod'],
  'src/result': ['zod'],
  'src/live': [
    '@google-cloud/storage',
    '@hono/node-server',
    '@opentelemetry/api',
    '@opentelemetry/exporter-metrics-otlp-http',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-metrics',
    '@opentelemetry/sdk-trace-base',
    'autocannon',
    'axios',
    'hono',
    'hono/body-limit',
    'hono/streaming',
    'pino',
    'prom-client',
    'zod',
  ],
  'src/observed': ['yaml', 'zod'],
  'src/gate': ['zod'],
  'src/report': ['zod', 'picocolors', 'chart.js', 'chartjs-node-canvas', '@napi-rs/canvas', 'junit-report-builder'],
  'src/library': ['vitest'],
  'src/cli': ['commander', 'picocolors', 'tinyglobby', 'chokidar'],
};

describe('the imports', () => {
  it('are found at all', () => {
    expect(ours.length).toBeGreaterThan(100);
    expect(ours.flatMap(({ imports }) => imports).length).toBeGreaterThan(300);
  });

  it('flow one way', () => {
    const wrong = ours.flatMap(({ path, imports }) => {
      const part = partOf(path);
      // The two faces stand on top and know everything but one another; what both do stands in src/run, which knows neither.
      const faces = ['src/cli', 'src/library'];
      if (part === 'src/run' || faces.includes(part)) {
        return imports.filter((target) => partOf(target) !== part && faces.includes(partOf(target)));
      }
      const allowed = [part, ...GROUND_FLOOR, ...(MAY_IMPORT[part] ?? [])];
      return imports
        .filter((target) => /^(src|sim)\//.test(target) && !allowed.includes(partOf(target)))
        .map((target) => `${path} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('have no cycle', () => {
    const graph = new Map(ours.map(({ path, imports }) => [path, imports]));
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      state.set(path, 'open');
      for (const target of graph.get(path) ?? []) if (graph.has(target)) visit(target, [...trail, path]);
      state.set(path, 'done');
    };
    for (const path of graph.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });

  it('bring Node into few files, so that the rest runs in a browser', () => {
    const wrong = ours
      .filter(
        ({ path }) =>
          !path.startsWith('src/cli/') &&
          !path.startsWith('src/live/') &&
          !USE_NODE.some((free) => path.startsWith(free)),
      )
      .filter(({ imports }) => imports.some((target) => target.startsWith('node:')))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it('bring packages only where they belong', () => {
    const wrong = ours.flatMap(({ path, imports }) =>
      imports
        .filter((target) => !/^(src|sim|node:)/.test(target))
        .filter((target) => !(PACKAGES[partOf(path)] ?? []).includes(target))
        .map((target) => `${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });
});

/** Identifiers that a file uses, as `Object.member` or alone; comments and texts do not count. */
function usesOf({ path, text }: Source): Set<string> {
  const uses = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) uses.add(node.getText());
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) uses.add(node.expression.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
  return uses;
}

describe('what the command prints', () => {
  it('leaves through one place, where it is escaped', () => {
    const writers = ours.filter(
      ({ path, text }) => path.startsWith('src/cli/') && /process\.std(out|err)\.write/.test(text),
    );
    expect(writers.map(({ path }) => path)).toEqual(['src/cli/output.ts']);
  });
});

describe('the world outside', () => {
  const WALL = ['Date.now', 'performance.now', 'setTimeout', 'setInterval', 'setImmediate'];

  it('is known to src/live alone: clocks and timers', () => {
    const wrong = ours
      .filter(({ path }) => !path.startsWith('src/live/'))
      .filter((source) => WALL.some((name) => usesOf(source).has(name)))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
    expect(
      sources.filter(({ path }) => path.startsWith('src/live/')).some((source) => usesOf(source).has('setTimeout')),
    ).toBe(true);
  });

  it('gives no random number: Math.random is used nowhere', () => {
    expect(sources.filter((source) => usesOf(source).has('Math.random')).map(({ path }) => path)).toEqual([]);
  });

  it('gives no last bit to what is simulated: Math.log, exp and pow are not used in a draw', () => {
    const INEXACT = ['Math.log', 'Math.exp', 'Math.pow', 'Math.sin', 'Math.cos', 'Math.tanh'];
    const wrong = ours
      .filter(({ path }) => path.startsWith('sim/') || path.startsWith('src/workload/'))
      .filter((source) => INEXACT.some((name) => usesOf(source).has(name)))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });
});

describe('the files', () => {
  it('have at most 350 lines, and 400 where they are tests', () => {
    const long = sources.filter(({ path, text }) => text.split('\n').length > (path.startsWith('test/') ? 401 : 351));
    expect(long.map(({ path }) => path)).toEqual([]);
  });

  it('are named in kebab-case, and not for what they have in common', () => {
    const names = sources.map(({ path }) => path.split('/').at(-1) as string);
    expect(
      names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.attack|\.slow)?(\.d)?\.m?[tj]s$/.test(name)),
    ).toEqual([]);
    expect(names.filter((name) => /^(utils?|common|misc|helpers?)\./.test(name))).toEqual([]);
  });

  it('leave nothing to do later, and no test that is left out', () => {
    const marks = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b|\\.(only|skip)\\(`);
    expect(sources.filter(({ text }) => marks.test(text)).map(({ path }) => path)).toEqual([]);
  });
});
