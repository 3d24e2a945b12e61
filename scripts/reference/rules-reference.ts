import { builtInRules } from '../../src/observed/rules/classify.ts';
import type { Rule } from '../../src/observed/rules/rule.ts';

const RUNTIMES = [
  ['java', 'Java (HotSpot)'],
  ['python', 'Python (CPython)'],
  ['go', 'Go'],
  ['native', 'Anything else, by the kernel alone'],
] as const;

/** @returns the text of docs/thread-rules.md. */
export function rulesReference(): string {
  const parts = [
    '<!-- Written by scripts/generate.mjs from src/observed/rules. Change it there. -->',
    '# How the state of an observed thread is found',
    'The first rule that fits decides; a thread that none fits is *unknown*. Patterns are regular expressions. A frame is looked for, as `function place`, among the runtime’s own frames above the first frame of the application. [Observe a running service](observe.md) says how to add rules of your own.',
    ...RUNTIMES.flatMap(([runtime, title]) => [
      `## ${title}`,
      tableOf(builtInRules.filter((rule) => rule.runtime === runtime)),
    ]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function tableOf(rules: readonly Rule[]): string {
  const rows = rules.map(
    (rule) => `| ${rule.is === 'io' ? 'working: I/O' : rule.is} | ${whenOf(rule)} | ${rule.because} |`,
  );
  return ['| state | when | because |', '| --- | --- | --- |', ...rows].join('\n');
}

function whenOf(rule: Rule): string {
  const parts = [
    pattern('the runtime’s state is', rule.state),
    pattern('the innermost frame is', rule.top),
    pattern('a frame is', rule.frame),
    pattern('no frame is', rule.without),
    rule.inEntry ? ['the first frame of the application is the one that it was started with'] : [],
    pattern('the kernel says', rule.kernel),
    pattern('the line of the source has', rule.source),
  ];
  return parts.flat().join('; ');
}

function pattern(words: string, regex: RegExp | undefined): string[] {
  return regex === undefined ? [] : [`${words} \`${regex.source.replaceAll('|', '\\|').replaceAll('\\/', '/')}\``];
}
