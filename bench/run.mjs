/** Bundles the benchmarks and runs them: `npm run bench`, or `npm run bench -- engine memory` for some of the suites. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'node_modules', '.cache', `unpark-bench-${process.pid}.mjs`);

mkdirSync(dirname(bundle), { recursive: true });
await build({
  entryPoints: [join(root, 'bench/main.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  packages: 'external',
  minifySyntax: true,
  logLevel: 'warning',
});
const { status } = spawnSync(process.execPath, [bundle, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
rmSync(bundle, { force: true });
process.exitCode = status ?? 1;
