import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../src/errors.ts';
import { oneLine, printable, printableJson } from '../src/one-line.ts';
import { renderTerminal } from '../src/report/terminal.ts';
import { madeUpResult } from './report/made-up-result.ts';

/** Everything that a terminal or a runner would obey, and text between. */
const hostile = fc
  .array(
    fc.constantFrom(
      '\u001b[2J',
      '\u001b]0;title\u0007',
      '\u009b31m',
      '\r',
      '\n',
      '\n::error::x',
      '##[error]x',
      '\u202e',
      '\u2066',
      '\u0000',
      '::',
      'a b',
      '\u2028',
      '\ufeff',
    ),
    { minLength: 1, maxLength: 8 },
  )
  .map((parts) => parts.join(''));

const OBEYED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds.
  /[\u0000-\u0009\u000b-\u001a\u001c-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/;
/** An escape character that does not begin a colour. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this finds.
const ESCAPE = /\u001b(?!\[[0-9;]*m)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours may stand in front of a command.
const COMMAND = /^(\s|\u001b\[[0-9;]*m)*::|##\[/m;

function expectHarmless(text: string): void {
  expect(text).not.toMatch(OBEYED);
  expect(text).not.toMatch(ESCAPE);
  expect(text).not.toMatch(COMMAND);
}

describe('a text of somebody else', () => {
  it('is one line in which everything is seen', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = oneLine(text);
        expect(line).not.toMatch(OBEYED);
        expect(line).not.toContain('\n');
        expect(line).not.toContain('\u001b');
      }),
    );
    expect(oneLine('a\u001b[2J\nb')).toBe('a\\u001b[2J b');
  });

  it('leaves the program as nothing that a terminal or a runner obeys, in colour or not', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expectHarmless(printable(`${text}\n\u001b[1m${text}\u001b[22m\n`));
        expectHarmless(printableJson(JSON.stringify({ text }, null, 2)));
        expect(JSON.parse(printableJson(JSON.stringify({ text })))).toEqual({ text });
      }),
    );
  });

  it('is told in a problem on the lines of the problem alone, wherever it stands', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const told = formatProblem({ file: text, path: text, message: text, expected: text, found: text, hint: text });
        expect(told.split('\n')).toHaveLength(5);
        expectHarmless(printable(told));
      }),
    );
  });

  it('does no harm in the table of a result: names, question and notes', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const threads = { threads: 8, working: 1, parked: 5, blocked: 0 };
        const result = madeUpResult({
          hasHostileNames: true,
          name: text,
          question: text,
          notes: [{ path: text, value: text, text }],
          designs: { [text]: threads, [`${text}2`]: { ...threads, parked: 0, starved: true } },
        });
        expectHarmless(printable(renderTerminal(result, { width: 80, colour: true })));
      }),
      { numRuns: 25 },
    );
  });

  it('keeps its colours and its meaning where it is harmless', () => {
    const text = 'a: b\n\u001b[32mpassed\u001b[39m std::vector a::b #[x]\n';
    expect(printable(text)).toBe(text);
  });
});
