import { build } from 'esbuild';

/** Bundles a program as Node runs it, as the build does. @param what the entry points, or a text that stands for one. */
export async function bundle(what, outfile) {
  await build({
    ...what,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    packages: 'external',
    minifySyntax: true,
    logLevel: 'warning',
  });
  return outfile;
}
