import { threeDigits } from './units.ts';

/**
 * A number of things, and the word for them that agrees with it: `1 task`, `4,762 tasks`.
 * @param amount as of countText.
 * @param one the noun, and what agrees with it: `task was refused`. @param many the same of several: `tasks were refused`.
 */
export function counted(amount: number, one: string, many = `${one}s`): string {
  return `${countText(amount)} ${Math.max(amount > 0 ? 1 : 0, Math.round(amount)) === 1 ? one : many}`;
}

/**
 * A number of things as people count. A mean over several runs is no number that anybody could count, so it is told as about one: `about 6`.
 * @param amount at least 0.
 */
export function countText(amount: number): string {
  const whole = Math.round(amount);
  if (whole === 0 && amount > 0) return 'fewer than 1';
  return `${whole === amount ? '' : 'about '}${threeDigits(whole)}`;
}
