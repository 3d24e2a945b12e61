/**
 * Builds dist/: the command and its worker for Node, and the script that the report's page carries. It needs the development dependencies; what is published has dist/ in it.
 */
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'dist');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, 'fonts'), { recursive: true });

/** What `require` resolves to in bundled CommonJS parts, which an ES module does not have. */
const banner = {
  js: "import { createRequire as _createRequire } from 'node:module'; const require = _createRequire(import.meta.url);",
};

await Promise.all([
  build({
    absWorkingDir: root,
    entryPoints: {
      'cli/main': 'src/cli/main.ts',
      'cli/worker': 'src/cli/worker.ts',
      'live/service': 'src/live/service/service-main.ts',
      'live/pool-thread': 'src/live/pool/pool-thread-main.ts',
      'live/io-thread': 'src/live/io/io-thread-main.ts',
      'live/janitor-thread': 'src/live/janitor/janitor-thread-main.ts',
      'live/guardian': 'src/live/guardian.ts',
      'live/emulator-setup': 'src/live/store/emulator-setup.ts',
    },
    outdir: out,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    chunkNames: 'chunks/[name]-[hash]',
    // Puts constants where they are used: in a bundle they are variables otherwise, which the engine reads anew each time.
    minifySyntax: true,
    define: { UNPARK_VERSION: JSON.stringify(version) },
    // The native canvas has to stay a package of its own, and `canvas` becomes it: whoever installs this package does not get our overrides.
    alias: { canvas: '@napi-rs/canvas' },
    external: ['@napi-rs/canvas', '@google-cloud/storage', 'autocannon', 'axios', 'prom-client'],
    banner,
    logLevel: 'warning',
  }),
  build({
    absWorkingDir: root,
    entryPoints: { 'report/page-client': 'src/report/page/client.ts' },
    outdir: out,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    logLevel: 'warning',
  }),
]);

copyFonts();
chmodSync(join(out, 'cli/main.js'), 0o755);

/** The charts' font, in the weights they use. */
function copyFonts() {
  const require = createRequire(import.meta.url);
  const files = join(dirname(require.resolve('@fontsource/inter/package.json')), 'files');
  for (const part of ['latin', 'latin-ext']) {
    for (const weight of [400, 600]) {
      const file = `inter-${part}-${weight}-normal.woff2`;
      cpSync(join(files, file), join(out, 'fonts', file));
    }
  }
}
