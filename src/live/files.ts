/** The live world's own programs as they are built, since a thread cannot be started from its source. This file is two folders below the package's, both as source and as built. */

/** @param name of a file in dist/live, such as `pool-thread`. */
export function liveFile(name: string): URL {
  return new URL(`../../dist/live/${name}.js`, import.meta.url);
}
