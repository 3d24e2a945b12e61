/**
 * Whether to colour where nobody says so. NO_COLOR wins (https://no-color.org); FORCE_COLOR asks for colours (https://force-color.org), and with 0 or false for none, as Node itself
 * has it; otherwise a terminal has colours, and a runner of CI.
 */
export function isColoured(
  env: Readonly<Record<string, string | undefined>> = process.env,
  { isTTY }: { readonly isTTY?: boolean } = process.stdout,
): boolean {
  const { NO_COLOR = '', FORCE_COLOR = '', CI = '', TERM } = env;
  if (NO_COLOR !== '') return false;
  if (FORCE_COLOR !== '') return !/^(0|false)$/i.test(FORCE_COLOR);
  return CI !== '' || (isTTY === true && TERM !== 'dumb');
}
