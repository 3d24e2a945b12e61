import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examplesIn } from './examples.ts';
import { PackedProject, packedFiles } from './packed-project.ts';

const MINUTES = 60_000;

const examples = [...examplesIn('README.md'), ...examplesIn('docs/library.md')];
const programs = examples.filter(({ name }) => !name.endsWith('.test'));
const suites = examples.filter(({ name }) => name.endsWith('.test'));

const project = new PackedProject();
beforeAll(() => project.install(), 5 * MINUTES);
afterAll(() => project.remove());

/** What the compiler says of files, each setting as strict as it can be. */
async function compile(files: readonly string[], options: Readonly<Record<string, unknown>>): Promise<string> {
  const compilerOptions = {
    target: 'ES2023',
    lib: ['ES2023', 'DOM'],
    types: [],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    skipLibCheck: false,
    noEmit: true,
    ...options,
  };
  project.write('tsconfig.json', JSON.stringify({ compilerOptions, files }));
  const { stdout } = await project.bin('tsc', '--pretty', 'false');
  return stdout;
}

const NODE = { module: 'NodeNext', moduleResolution: 'NodeNext' };
const BUNDLER = { module: 'ESNext', moduleResolution: 'bundler' };

describe('the package', () => {
  it('holds what is built, the scenarios and the pages, and nothing else', async () => {
    const { paths, bytes } = await packedFiles();
    const expected =
      /^(dist\/|scenarios\/|docs\/|monitoring\/|deploy\/|(package\.json|SECURITY\.md|README\.md|LICENSE|CHANGELOG\.md)$)/;
    expect(paths.filter((path) => !expected.test(path))).toEqual([]);
    expect(paths).toEqual(expect.arrayContaining(['dist/cli/main.js', 'dist/types/src/library/index.d.ts', 'LICENSE']));
    // Its dependencies are in it: installed, it and they take less than without (below).
    expect(bytes).toBeLessThan(1_300_000);
  });

  it('needs no compiler: nothing of what it brings has an install script, and its canvas is prebuilt', () => {
    const { packages } = JSON.parse(project.read('package-lock.json').toString()) as {
      packages: Readonly<Record<string, { hasInstallScript?: boolean; optional?: boolean; peer?: boolean }>>;
    };
    const scripted = Object.entries(packages).filter(
      ([, { hasInstallScript, optional }]) => hasInstallScript && !optional,
    );
    expect(scripted).toEqual([]);
    expect(Object.keys(packages)).toContain('node_modules/@napi-rs/canvas');
    for (const bundled of ['canvas', 'chart.js', 'chartjs-node-canvas', 'esbuild-wasm', '@fontsource/inter']) {
      expect(project.has(`node_modules/${bundled}`), bundled).toBe(false);
    }
  });
});

describe('what is bundled in it', () => {
  it('comes with the text of its licence, the fonts too', () => {
    const notices = project.read('node_modules/unpark/dist/THIRD-PARTY-NOTICES.txt').toString();
    // The bundler writes above each part which file it is of.
    const bundled = new Set(
      project
        .list('node_modules/unpark/dist', { recursive: true })
        .filter((file) => file.endsWith('.js'))
        .flatMap((file) => [
          ...project
            .read(`node_modules/unpark/dist/${file}`)
            .toString()
            .matchAll(/^\/\/ node_modules\/(.*)\//gm),
        ])
        .map(([, path]) => /^(@[^/]+\/)?[^/]+/.exec(path!.split('node_modules/').at(-1)!)![0]),
    );
    expect([...bundled]).toEqual(expect.arrayContaining(['chart.js', '@kurkle/color', 'chartjs-node-canvas']));
    // Some were bundled before, and brought what they depend on with them.
    for (const name of [...bundled, 'lodash', 'xmlbuilder', '@fontsource/inter']) {
      expect(notices).toMatch(new RegExp(`^${name} [0-9.]+ \\(`, 'm'));
    }
    expect(notices).toContain('SIL Open Font License');
    expect(notices.match(/Permission is hereby granted/g)!.length).toBeGreaterThanOrEqual(3);
  });
});

describe('without its optional dependencies', { timeout: 2 * MINUTES }, () => {
  const light = new PackedProject();
  beforeAll(() => light.install({ light: true }), 5 * MINUTES);
  afterAll(() => light.remove());

  it('is small, checks, explains and runs with its page, and says what is missing when it is asked for', async () => {
    expect(light.bytesOnDisk('node_modules')).toBeLessThan(20_000_000);
    const short = ['--replications', '1', '--duration', '1h'];
    expect(await light.bin('unpark', 'check', 'omi-sync', ...short, '--quiet')).toMatchObject({
      stdout: '',
      stderr: '',
    });
    expect(await light.bin('unpark', 'explain', 'omi-sync')).toMatchObject({ code: 0, stderr: '' });
    const run = await light.bin('unpark', 'run', 'omi-sync', ...short, '--quiet', '--out', 'light');
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/^No pictures \(PNG\): @napi-rs\/canvas is not installed\./);
    expect(light.list('light').sort()).toEqual(['.unpark-files.json', 'index.html', 'result.json', 'summary.md']);
    expect(light.read('light/summary.md').toString()).not.toContain('![');
    for (const again of ['report light/result.json', 'diff light/result.json light/result.json']) {
      const { code, stderr } = await light.bin('unpark', ...again.split(' '), '--out', again.slice(0, 4));
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^No pictures/) });
    }
    const live = await light.bin('unpark', 'live', 'omi-sync');
    expect(live.code).toBe(4);
    expect(live.stderr).toContain('a live run needs parts that are not installed');
  });

  it('gives a program all but the pictures', async () => {
    light.write(
      'program.mjs',
      `import { renderCharts, renderSummary, simulate, writeReport } from 'unpark';
import 'unpark/janitor';
import 'unpark/theory';
const { result } = await simulate('omi-sync', { replications: 1, duration: '1h' });
await writeReport('by-program', result);
console.log((await renderSummary(result)).startsWith('# omi-sync'));
await renderCharts(result).catch(({ name, message }) => console.log(name, message));
`,
    );
    const { code, stdout } = await light.node('program.mjs');
    expect(code).toBe(0);
    expect(stdout).toContain('true\nInputError charts as PNGs need parts that are not installed\n');
    expect(light.list('by-program')).toContain('index.html');
  });
});

describe('its command', { timeout: 2 * MINUTES }, () => {
  it('lists the shipped scenarios', async () => {
    const { code, stdout, stderr } = await project.npx('unpark', 'list');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('omi-sync');
  });

  it('runs one, and draws its charts', async () => {
    const args = ['run', 'omi-sync', '--replications', '2', '--duration', '1h', '--quiet', '--out', 'by-command'];
    expect(await project.bin('unpark', ...args)).toMatchObject({ code: 0, stderr: '' });
    const charts = project.list('by-command/charts');
    expect(charts).toContain('threads-storage.png');
    for (const chart of charts) {
      const bytes = project.read(`by-command/charts/${chart}`);
      expect(bytes.subarray(1, 4).toString()).toBe('PNG');
      expect(bytes.length).toBeGreaterThan(10_000);
    }
    expect(project.read('by-command/index.html').toString()).toContain('<html');
  });
});

/** Each line below a comment is an error, or the comment is. */
const WRONG = `import { JanitorDriver, type Scenario, simulate, systemClock } from 'unpark';
declare const scenario: Scenario;
// @ts-expect-error: a number of seconds is no duration.
await simulate(scenario, { duration: 60 });
// @ts-expect-error: it is not written into a scenario.
scenario.seed = 4;
// @ts-expect-error: what is no outcome.
new JanitorDriver({ delete: async () => 'done' }, systemClock);
// @ts-expect-error: a result has no such measure.
(await simulate('omi-sync')).design('janitor').pool('storage').measures.busy;
`;

describe('its modules', { timeout: 3 * MINUTES }, () => {
  it('do what the pages say, with their types, which refuse what is wrong', async () => {
    expect(programs.length).toBeGreaterThan(6);
    for (const { name, code } of programs) project.write(`${name}.ts`, code);
    const files = programs.map(({ name }) => `${name}.ts`);
    // What is wrong is compiled with them: each compiler reads all the types again.
    project.write('wrong.ts', WRONG);
    expect(await compile(files, BUNDLER)).toBe('');
    expect(await compile([...files, 'wrong.ts'], { ...NODE, noEmit: false })).toBe('');
    for (const { name, output } of programs) {
      const outcome = await project.node(`${name}.js`);
      expect({ name, ...outcome }).toEqual({ name, code: 0, stdout: output ?? outcome.stdout, stderr: '' });
    }
  });
});

const FAILING = `import { expect, it } from 'vitest';
import { simulate } from 'unpark/vitest';
it('sleeps', async () => {
  const simulation = await simulate('omi-sync', { replications: 1, duration: '2h' });
  expect(simulation.design('legacy').pool('storage')).toStayBelow({ parked: 10, active: { mean: 1_000 } });
  // @ts-expect-error: a pool has no such measure.
  expect(simulation.design('legacy').pool('storage')).toStayBelow({ busy: 10 });
});
`;

describe('its matchers', { timeout: 3 * MINUTES }, () => {
  // The types of vitest itself want those of Node and of a browser.
  const options = { ...NODE, skipLibCheck: true };

  it('pass in the suites of the pages, with their types', async () => {
    expect(suites.length).toBeGreaterThan(1);
    for (const { name, code } of suites) project.write(`${name}.ts`, code);
    const files = suites.map(({ name }) => `${name}.ts`);
    project.write('failing.test.ts', FAILING);
    expect(await compile([...files, 'failing.test.ts'], options)).toBe('');
    const { code, stdout } = await project.bin('vitest', 'run', ...files);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining(`Test Files  ${files.length} passed`),
    });
  });

  it('fail with the table', async () => {
    project.write('failing.test.ts', FAILING);
    const { code, stderr } = await project.bin('vitest', 'run', 'failing.test.ts');
    expect(code).toBe(1);
    expect(stderr).toMatch(/legacy\.pools\.storage \(\S*omi-sync\.yaml\): 1 of 2 conditions hold/);
    expect(stderr).toMatch(/FAIL +legacy\.pools\.storage\.parked\.max < 10/);
    expect(stderr).toMatch(/P parked, mean +\d+/);
  });
});
