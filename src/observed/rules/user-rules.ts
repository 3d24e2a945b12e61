import { LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { InputError, type Problem } from '../../errors.ts';
import { knownFile } from '../../known-file.ts';
import { expectedBy, foundAt } from '../../schema-words.ts';
import { OBSERVED_STATES, type Rule } from './rule.ts';

const pattern = z.string().transform((text, context) => {
  try {
    return new RegExp(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `a regular expression (${(error as Error).message})` });
    return z.NEVER;
  }
});

const rule = z.strictObject({
  runtime: z.enum(['java', 'python', 'go', 'native', 'any']).default('any'),
  state: pattern.optional(),
  top: pattern.optional(),
  frame: pattern.optional(),
  without: pattern.optional(),
  kernel: pattern.optional(),
  source: pattern.optional(),
  is: z.enum(OBSERVED_STATES),
  because: z.string().default('a rule of your own'),
});

const rules = z.array(rule).min(1);

const HINT =
  'a rule is such as { runtime: java, frame: "RateLimiter.acquire", is: parked, because: "it waits for a timer" }';

/** Reads a user's rules: a YAML list. @throws InputError with everything that is wrong, each with its line. */
export function parseRules(file: string, text: string): Rule[] {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  if (document.errors.length > 0) {
    throw new InputError(
      document.errors.map((error) => ({
        file,
        line: counter.linePos(error.pos[0]).line,
        message: 'this is no YAML',
        found: error.message.split('\n')[0] as string,
        hint: HINT,
      })),
    );
  }
  const value: unknown = document.toJS();
  const other = knownFile(file, value, 'a list of rules');
  if (other !== undefined) throw new InputError({ ...other, hint: HINT });
  const parsed = rules.safeParse(value);
  if (parsed.success) return parsed.data as Rule[];
  throw new InputError(
    parsed.error.issues.map((issue): Problem => {
      const node = document.getIn(
        issue.path.filter((part) => typeof part !== 'symbol'),
        true,
      ) as { readonly range?: readonly number[] } | undefined;
      const offset = node?.range?.[0];
      return {
        file,
        ...(offset === undefined ? {} : { line: counter.linePos(offset).line }),
        path: issue.path.join('.'),
        message: issue.path.length === 0 ? 'this is no list of rules' : 'this is no rule',
        expected: issue.path.length === 0 ? 'a list of rules, at least one' : expectedBy(issue),
        found: foundAt(issue, value).found,
        hint: HINT,
      };
    }),
  );
}
