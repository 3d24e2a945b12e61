/** Bundles the benchmarks and runs them: `npm run bench`, or `npm run bench -- engine memory` for some of the suites. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, 'node_modules', '.cache', `unpark-bench-${process.pid}.mjs`);

mkdirSync(dirname(file), { recursive: true });
await bundle({ entryPoints: [join(root, 'bench/main.ts')] }, file);
const { status } = spawnSync(process.execPath, [file, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
rmSync(file, { force: true });
process.exitCode = status ?? 1;
