/** The values of one path of a sweep: `64,96,128`, `8..128/8`, `8..64*2`, and lists of all of these. */

/** Values that one path can have. */
export const MOST_VALUES = 10_000;

const NUMBER = String.raw`-?(?:\d+(?:\.\d+)?|\.\d+)`;
/** What stands behind a number: nothing, `s`, `ms`, `%`, `/min`. */
const UNIT = String.raw`(?:\/?[a-zµ]+|%)?`;
const RANGE = new RegExp(
  String.raw`^(${NUMBER})\s*(${UNIT})\.\.(${NUMBER})\s*(${UNIT})\s*(?:\/\s*(${NUMBER})\s*(${UNIT})|\*\s*(${NUMBER}))$`,
);

/** What is wrong with a text that should be a list of values. */
export interface ValueProblem {
  readonly message: string;
  readonly expected: string;
  readonly found: string;
  readonly hint?: string;
}

/** The values that a text stands for, each as it would be written in a scenario. */
export function readValues(text: string): readonly string[] | ValueProblem {
  const values: string[] = [];
  for (const item of items(text)) {
    const found = item === '' ? missing(text) : item.includes('..') && !/^["']/.test(item) ? range(item) : [item];
    if ('message' in found) return found;
    values.push(...found);
    if (values.length > MOST_VALUES) return tooMany(text);
  }
  return values;
}

/** The parts between commas, save for commas inside quotes and brackets. */
function items(text: string): string[] {
  const found: string[] = [''];
  let depth = 0;
  let quote = '';
  for (const character of text) {
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if ('[{'.includes(character)) depth += 1;
    else if (']}'.includes(character)) depth -= 1;
    if (character === ',' && depth === 0 && quote === '') found.push('');
    else found[found.length - 1] += character;
  }
  return found.map((item) => item.trim());
}

function range(text: string): readonly string[] | ValueProblem {
  const match = RANGE.exec(text);
  if (match === null)
    return noRange(text, /^[^./*]+\.\.[^./*]+$/.test(text.trim()) ? 'its step is missing' : 'this is no range');
  const [, from = '', fromUnit = '', to = '', unit = '', step, stepUnit = '', factor] = match;
  // `60..480s/60` is in seconds throughout.
  const stranger = [fromUnit, stepUnit].find((one) => one !== '' && one !== unit);
  if (stranger !== undefined) return noRange(text, `its units differ: \`${stranger}\` and \`${unit}\``);
  const [first, last] = [Number(from), Number(to)];
  if (first > last) return noRange(text, 'its end lies before its begin');
  const next = step === undefined ? Number(factor) : Number(step);
  if (step !== undefined && !(next > 0)) return noRange(text, 'its step leads nowhere');
  if (step === undefined && !(next > 1 && first > 0)) {
    return noRange(text, 'multiplied like this it never reaches its end');
  }
  // Half a part in 10^9 is a rounding, and not a value beyond the end.
  const most = step === undefined ? last * (1 + 5e-10) : last + next * 5e-10;
  const decimals = Math.max(...[from, step ?? ''].map((number) => (number.split('.')[1] ?? '').length));
  const values: string[] = [];
  for (let index = 0; ; index += 1) {
    const value = step === undefined ? first * next ** index : Number((first + index * next).toFixed(decimals));
    if (value > most) return values;
    if (values.length > MOST_VALUES) return tooMany(text);
    values.push(`${plain(value)}${unit}`);
  }
}

/** A number as scenarios write it: twelve digits at most, and never with an exponent. */
function plain(value: number): string {
  const rounded = Number(value.toPrecision(12));
  const text = String(rounded);
  return text.includes('e') ? rounded.toFixed(20).replace(/\.?0+$/, '') : text;
}

function noRange(found: string, message: string): ValueProblem {
  return { message, expected: 'a range such as 8..128/8 (in steps of 8), 8..64*2 (doubled) or 4/min..16/min*2', found };
}

function missing(found: string): ValueProblem {
  return {
    message: 'a value is missing',
    expected: 'values with commas between them, such as 64,96,128',
    found: found.trim() === '' ? 'nothing' : found,
  };
}

function tooMany(found: string): ValueProblem {
  return { message: 'these are too many values', expected: `at most ${MOST_VALUES} of one path`, found };
}
