import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a program that runs a script in Node, to stand on a PATH for another. @returns its file. */
export function writeProgram(folder: string, name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!${process.execPath}\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
