/**
 * Writes what is generated from the scenario language's schema: the JSON Schema for editors and the language reference.
 * With --check it writes nothing, and fails when a committed file is not what it would write.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(root, 'node_modules', '.cache', `unpark-generated-${process.pid}.mjs`);

await mkdir(dirname(bundle), { recursive: true });
await build({
  entryPoints: [join(root, 'scripts/reference/generated-files.ts')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
const { generatedFiles } = await import(pathToFileURL(bundle).href).finally(() => rm(bundle, { force: true }));

const check = process.argv.includes('--check');
for (const [file, text] of Object.entries(generatedFiles())) {
  const committed = await readFile(join(root, file), 'utf8').catch(() => undefined);
  if (committed === text) continue;
  if (check) {
    console.error(`${file} is stale: run node scripts/generate.mjs`);
    process.exitCode = 1;
  } else {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
    console.log(`wrote ${file}`);
  }
}
