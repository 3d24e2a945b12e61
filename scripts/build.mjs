/**
 * Builds dist/: what Node runs, its types, and the script that the report's page carries. It needs the development dependencies; what is published has dist/ in it.
 */
import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundledPackages, noticesOf, withDependencies } from './third-party-notices.mjs';

/** What Node runs: its place in dist/, and what it is made of. */
const ENTRIES = {
  'cli/main': 'src/cli/main.ts',
  'run/replication-worker': 'src/run/replication-worker.ts',
  'run/sweep-worker': 'src/run/sweep/sweep-worker.ts',
  'run/size-worker': 'src/run/size/size-worker.ts',
  'live/service': 'src/live/service/service-main.ts',
  'live/pool-thread': 'src/live/pool/pool-thread-main.ts',
  'live/io-thread': 'src/live/io/io-thread-main.ts',
  'live/janitor-thread': 'src/live/janitor/janitor-thread-main.ts',
  'live/guardian': 'src/live/guardian.ts',
  'live/emulator-setup': 'src/live/store/emulator-setup.ts',
  'library/index': 'src/library/index.ts',
  'library/janitor': 'src/library/janitor.ts',
  'library/theory': 'src/library/theory.ts',
  'library/vitest': 'src/library/vitest.ts',
};

const FONT = '@fontsource/inter';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'dist');
const require = createRequire(import.meta.url);
const { optionalDependencies, peerDependencies } = require('../package.json');

/** What an installation may leave out stays a package of its own; all else is bundled: to start by a hundred small files took longer than what most commands do (docs/decisions/0035). */
const external = Object.keys({ ...optionalDependencies, ...peerDependencies });

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'fonts'), { recursive: true });

const [programs, page] = await Promise.all([
  build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: out,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    chunkNames: 'chunks/[name]-[hash]',
    external,
    plugins: [canvasForCharts()],
    // Puts constants where they are used: in a bundle they are variables otherwise, which the engine reads anew each time.
    minifySyntax: true,
    metafile: true,
    logLevel: 'warning',
  }),
  build({
    absWorkingDir: root,
    entryPoints: {
      'report/page-client': 'src/report/page/client.ts',
      'view/page-client': 'src/view/page/client.ts',
    },
    outdir: out,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    metafile: true,
    logLevel: 'warning',
  }),
  writeTypes(),
]);

copyFonts();
writeNotices();
chmodSync(join(out, 'cli/main.js'), 0o755);

/**
 * Gives chartjs-node-canvas the canvas that installs everywhere: whoever installs this package does not get our overrides. It loads `canvas` by a name that the bundler cannot
 * see, in a file of its own, so that file is replaced. What else it requires of Node it gets by import, since an ES module has no `require`.
 */
function canvasForCharts() {
  return {
    name: 'canvas-for-charts',
    setup({ onResolve, onLoad, initialOptions }) {
      initialOptions.define = { ...initialOptions.define, 'require.cache': '{}' };
      onLoad({ filter: /chartjs-node-canvas[/\\]dist[/\\]freshRequire\.js$/ }, () => ({
        contents: `import * as canvas from '@napi-rs/canvas'; export const freshRequire = () => canvas;`,
        resolveDir: root,
      }));
      onResolve({ filter: /^[a-z_:/]+$/ }, ({ kind, path }) =>
        kind === 'require-call' && isBuiltin(path) ? { path, namespace: 'node-by-import' } : undefined,
      );
      onLoad({ filter: /./, namespace: 'node-by-import' }, ({ path }) => ({ contents: `export * from '${path}';` }));
    },
  };
}

/** The types of what src/library exports, as TypeScript writes them; what they do not lead to is nobody's business. */
async function writeTypes() {
  const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
  await promisify(execFile)(process.execPath, [compiler, '-p', join(root, 'tsconfig.types.json')]).catch((error) => {
    throw new Error(`the types cannot be written:\n${error.stdout}`);
  });
  const types = join(out, 'types');
  const files = readdirSync(types, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const reached = new Set();
  const visit = (file) => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const [, target] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)\.ts['"]/g)) {
      visit(join(dirname(file), `${target}.d.ts`));
    }
  };
  for (const { parentPath, name } of files) {
    if (parentPath === join(types, 'src/library')) visit(join(parentPath, name));
  }
  for (const { parentPath, name } of files) {
    if (!reached.has(join(parentPath, name))) rmSync(join(parentPath, name));
  }
}

/** What is bundled, and the fonts, with the texts of their licences. */
function writeNotices() {
  const bundled = [...bundledPackages([programs.metafile, page.metafile]), `node_modules/${FONT}`];
  const folders = withDependencies(root, bundled, external);
  writeFileSync(join(out, 'THIRD-PARTY-NOTICES.txt'), noticesOf(root, folders));
}

/** The charts' font, in the weights they use. */
function copyFonts() {
  const files = join(dirname(require.resolve(`${FONT}/package.json`)), 'files');
  for (const part of ['latin', 'latin-ext']) {
    for (const weight of [400, 600]) {
      const file = `inter-${part}-${weight}-normal.woff2`;
      cpSync(join(files, file), join(out, 'fonts', file));
    }
  }
}
