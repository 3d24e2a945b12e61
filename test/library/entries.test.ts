import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const { exports, optionalDependencies, peerDependencies } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
) as Record<'exports' | 'optionalDependencies' | 'peerDependencies', Readonly<Record<string, string>>>;

/** The code of a program, as a bundler puts it together for a browser. */
async function bundled(program: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: root },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'bundle',
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** What a module of dist/ loads before its first line runs. */
async function loadedBy(entry: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [join(root, entry)],
    bundle: true,
    write: false,
    splitting: true,
    outdir: join(root, 'dist', 'never-written'),
    platform: 'node',
    format: 'esm',
    external: Object.keys({ ...optionalDependencies, ...peerDependencies }),
    metafile: true,
    absWorkingDir: root,
  });
  const loaded = new Set<string>();
  const visit = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { path: target, kind } of metafile.inputs[path]?.imports ?? []) {
      if (kind !== 'dynamic-import') visit(target);
    }
  };
  visit(entry);
  return [...loaded];
}

describe('what a browser can have', () => {
  it('is the janitor', async () => {
    const code = await bundled(`
      import { Janitor } from 'unpark/janitor';
      const janitor = new Janitor({ delayUs: 5 });
      export const answer = [janitor.schedule('blob', 10), janitor.wakeAtUs(), janitor.refOf(janitor.take(15))];
    `);
    expect(new Function(`${code}; return bundle.answer`)()).toEqual(['start', 15, 'blob']);
  });

  it('is the theory', async () => {
    const code = await bundled(`export { erlangB } from 'unpark/theory';`);
    expect(new Function(`${code}; return bundle.erlangB(10, 8)`)()).toBeCloseTo(0.121661064, 9);
  });

  it('is not what touches files', async () => {
    await expect(bundled(`export { loadScenario } from 'unpark';`)).rejects.toThrow(/Could not resolve "node:/);
  });
});

describe('the library', () => {
  it('loads no canvas and no charts before they are asked for', async () => {
    const loaded = await loadedBy('dist/library/index.js');
    expect(loaded.filter((path) => /canvas|save-report|png|charts/.test(path))).toEqual([]);
    const lines = loaded
      .filter((path) => path.startsWith('dist/'))
      .map((path) => readFileSync(join(root, path), 'utf8'));
    expect(lines.join('')).toMatch(/^\/\/ .*node_modules\/zod\//m);
    expect(lines.join('')).not.toContain('ChartJSNodeCanvas(');
  });

  it('is one: its entries share their classes', async () => {
    const [whole, janitor, theory] = await Promise.all(
      ['index', 'janitor', 'theory'].map((name) => import(join(root, 'dist', 'library', `${name}.js`))),
    );
    expect(janitor.JanitorDriver).toBe(whole.JanitorDriver);
    expect(janitor.InputError).toBe(whole.InputError);
    expect(whole.theory.erlangB).toBe(theory.erlangB);
  });

  it('has only entries that exist', () => {
    const targets = Object.values(exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values<string>(target),
    );
    expect(targets.length).toBeGreaterThan(8);
    for (const target of targets) expect(() => readFileSync(join(root, target)), target).not.toThrow();
  });
});
