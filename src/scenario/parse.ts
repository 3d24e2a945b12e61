/** From the text of a scenario, or a plain object, to the scenario that the worlds read. Pure: it runs in a browser. */
import { type Document, LineCounter, parseDocument } from 'yaml';
import { InputError, type Problem } from '../errors.ts';
import { knownFile } from '../known-file.ts';
import { type BuildOptions, build } from './build.ts';
import type { Scenario } from './model.ts';
import { positionOf } from './positions.ts';
import type { Locate } from './problems.ts';
import { limitProblems, MOST_LEVELS, tooDeepAt } from './yaml-limits.ts';

const A_SCENARIO = 'a scenario';

export type { BuildOptions } from './build.ts';

/**
 * Reads a scenario from YAML.
 * @param fileName how errors name the file.
 * @throws InputError with everything that is wrong with it, in the order of the file.
 */
export function parseScenario(text: string, fileName: string, options: BuildOptions = {}): Scenario {
  refuseTooDeep(text, fileName);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true, uniqueKeys: false });
  const value = plainValue(document, lines, fileName);
  const other = knownFile(fileName, value, A_SCENARIO);
  if (other !== undefined && other.found !== A_SCENARIO) throw new InputError(other);
  const locate: Locate = ({ path, atKey }) => ({
    file: fileName,
    ...positionOf(document, lines, path, atKey === true),
  });
  return build(value, locate, options);
}

/**
 * Makes a scenario from a plain object with the keys of a scenario file.
 * @throws InputError with everything that is wrong with it; the problems have paths and no lines.
 */
export function buildScenario(value: object, options: BuildOptions = {}): Scenario {
  return build(value, () => ({}), options);
}

function refuseTooDeep(text: string, file: string): void {
  const offset = tooDeepAt(text);
  if (offset === undefined) return;
  const before = text.slice(0, offset).split('\n');
  throw new InputError({
    file,
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    message: 'maps and lists stand too deep inside each other here',
    expected: `at most ${MOST_LEVELS} levels`,
    found: 'a deeper one',
    hint: 'look for brackets that are never closed; a scenario needs about twenty levels',
  });
}

function plainValue(document: Document.Parsed, lines: LineCounter, file: string): unknown {
  if (document.errors.length > 0) throw new InputError(document.errors.map((error) => yamlProblem(error, lines, file)));
  const limits = limitProblems(document, lines, file);
  if (limits.length > 0) throw new InputError(limits);
  if (document.contents === null) {
    throw new InputError({
      file,
      line: 1,
      column: 1,
      message: 'the file is empty',
      expected: 'a scenario',
      found: 'nothing',
      hint: '`npx unpark init` writes one to start from',
    });
  }
  try {
    return document.toJS();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new InputError({
      file,
      line: 1,
      column: 1,
      message: `not a usable YAML file: ${message}`,
      expected: 'aliases (*name) that follow their anchors (&name)',
    });
  }
}

function yamlProblem(
  error: { code: string; message: string; pos: [number, number] },
  lines: LineCounter,
  file: string,
): Problem {
  const { line, col: column } = lines.linePos(error.pos[0]);
  if (error.code === 'MULTIPLE_DOCS') {
    return {
      file,
      line,
      column,
      message: 'a second document begins here',
      expected: 'one scenario a file',
      found: 'a line `---` that begins another',
      hint: 'put each scenario into a file of its own; designs of one scenario stand together under `designs`',
    };
  }
  const message = error.message.split('\n')[0] ?? '';
  return {
    file,
    line,
    column,
    message: `not YAML: ${message}`,
    expected: 'YAML',
    hint: 'look for a missing quote, bracket or colon, and at the indentation',
  };
}
