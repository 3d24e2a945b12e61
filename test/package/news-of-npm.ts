/** What a program has said on standard error, without what npm itself tells there (of a setting that it does not know, of a newer version): that depends on the machine. */
export function withoutNewsOfNpm(stderr: string): string {
  return stderr
    .split('\n')
    .filter((line) => !/^npm (warn|notice)\b/i.test(line))
    .join('\n');
}
