/** `--set path=value`: changes one value of a scenario before it is checked. */
import { parse } from 'yaml';
import type { Problem } from '../errors.ts';
import { isMap, type Path, type PlainMap, valueAt } from '../path.ts';
import { didYouMean } from '../suggest.ts';
import { partOf } from './language.ts';
import { hasNotes } from './merge.ts';
import { longFormAt } from './short-forms.ts';
import { system } from './system-schema.ts';
import { MOST_LEVELS, tooDeepAt } from './yaml-limits.ts';

/** The sections whose keys are names that the scenario gives. */
const NAMED_SECTIONS: Readonly<Record<string, string>> = {
  pools: 'pool',
  semaphores: 'semaphore',
  concurrency: 'concurrency limit',
  jobs: 'job',
  designs: 'design',
};

/** What every object of the language has, and no scenario. */
const NEVER_KEYS = ['__proto__', 'constructor', 'prototype'];

export interface SetOverride {
  /** As the user wrote it: `--set pools.storage.threads=64`. */
  readonly label: string;
  readonly path: Path;
  readonly value: unknown;
}

/** A scenario with the changes of the command line. */
export interface Overridden {
  readonly root: unknown;
  /** What was changed. */
  readonly sets: readonly SetOverride[];
  readonly problems: readonly Problem[];
}

/**
 * Changes a scenario, one value after another.
 * @param kept the designs that matter; undefined: all.
 * @param note is told of a change that some of these designs do not heed.
 */
export function applyOverrides(
  value: unknown,
  texts: readonly string[],
  kept: readonly string[] | undefined,
  note: ((text: string) => void) | undefined,
): Overridden {
  let root = value;
  const sets: SetOverride[] = [];
  const problems: Problem[] = [];
  for (const text of texts) {
    const override = parseSetOverride(text);
    const problem = 'label' in override ? findProblem(root, override) : override;
    if (problem !== undefined) problems.push(problem);
    if (!('label' in override) || problem !== undefined) continue;
    // What is no scenario at all is told of the whole.
    if (isMap(root)) root = replaced(root, override.path, [], override.value).value;
    sets.push(override);
    const heedless = designsThatOverride(root, override).filter((design) => kept?.includes(design) ?? true);
    if (heedless.length === 0) continue;
    const own = heedless.map((design) => `designs.${design}.${override.path.join('.')}`);
    note?.(
      `Note: ${override.label} changes nothing in ${heedless.join(', ')}, which ${heedless.length === 1 ? 'has a value of its own' : 'have values of their own'}; set ${own.join(' and ')} for that.`,
    );
  }
  return { root, sets, problems };
}

/** Takes `path=value` apart; the value is YAML. */
export function parseSetOverride(text: string): SetOverride | Problem {
  const file = `--set ${text}`;
  const equals = text.indexOf('=');
  const path = text.slice(0, Math.max(equals, 0)).trim();
  const keys = path.split('.');
  if (equals < 0 || keys.includes('')) {
    const message = 'expected a path, an equals sign and a value';
    return { file, message, expected: 'path=value, such as pools.storage.threads=64', found: text };
  }
  const found = keys.find((key) => NEVER_KEYS.includes(key));
  if (found !== undefined) {
    const message = `\`${found}\` is never a key of a scenario`;
    return { file, path, message, expected: 'a path of the scenario, such as pools.storage.threads', found };
  }
  const written = text.slice(equals + 1);
  if (tooDeepAt(written) !== undefined) {
    const message = 'maps and lists stand too deep inside each other';
    return { file, path, message, expected: `at most ${MOST_LEVELS} levels`, found: 'a deeper one' };
  }
  try {
    return { label: file, path: keys, value: parse(written) };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(' at line ')[0] ?? '') : String(error);
    const message = `the value is not YAML: ${reason}`;
    return { file, path, message, expected: 'a value as it would stand in the file', found: written };
  }
}

/** A name that the scenario does not have, or an item that a list does not have. Other unknown keys are told by the check of the whole scenario. */
function findProblem(root: unknown, { label: file, path }: SetOverride): Problem | undefined {
  let value = root;
  for (const [i, key] of path.entries()) {
    const around = path.slice(0, i);
    const at = { file, path: path.slice(0, i + 1).join('.'), found: String(key) };
    value = longFormAt(system, inSystem(around), value);
    const section = String(inSystem(around)[0] ?? around[0] ?? '');
    const isNameLevel =
      around.length > 0 && (inSystem(around).length === 1 || (around.length === 1 && around[0] === 'designs'));
    const what = NAMED_SECTIONS[section];
    if (isNameLevel && what !== undefined) {
      const known = namesOf(root, section);
      const hint = didYouMean(String(key), known);
      if (!known.includes(String(key)))
        return {
          ...at,
          message: `unknown ${what} \`${key}\``,
          expected: `one of: ${known.join(', ')}`,
          ...(hint === undefined ? {} : { hint }),
        };
    }
    if (Array.isArray(value) && !(Number(key) < value.length && /^\d+$/.test(String(key)))) {
      return {
        ...at,
        message: `the list has no item \`${key}\``,
        expected: `a number from 0 to ${value.length - 1}`,
      };
    }
    if (value !== undefined && !isMap(value) && !Array.isArray(value)) {
      const inside = around.join('.');
      return { ...at, message: `there is nothing inside \`${inside}\``, expected: `\`${inside}=…\` itself` };
    }
    value = valueAt(value, [key]);
  }
  return undefined;
}

/** A section's names in the system and in every design. */
function namesOf(root: unknown, section: string): string[] {
  if (section === 'designs') return Object.keys(asMap(valueAt(root, ['designs'])));
  const designs = Object.values(asMap(valueAt(root, ['designs'])));
  return [...new Set([root, ...designs].flatMap((system) => Object.keys(asMap(valueAt(system, [section])))))];
}

function asMap(value: unknown): PlainMap {
  return isMap(value) ? value : {};
}

/** The designs that have a value of their own where an override of the system has set one. */
function designsThatOverride(root: unknown, { path }: SetOverride): string[] {
  const [section] = path;
  if (section === 'designs' || section === undefined) return [];
  return Object.entries(asMap(valueAt(root, ['designs']))).flatMap(([name, design]) => {
    let value: unknown = design;
    for (const [i, key] of path.entries()) {
      value = valueAt(longFormAt(system, path.slice(0, i), value), [key]);
      if (value === undefined) return [];
    }
    return [name];
  });
}

/** The path without the design that it stands in. */
function inSystem(path: Path): Path {
  return path[0] === 'designs' ? path.slice(2) : path;
}

function replaced(value: unknown, path: Path, around: Path, by: unknown): { value: unknown; noteGone: boolean } {
  const [key, ...rest] = path;
  if (key === undefined) return { value: by, noteGone: false };
  const expanded = longFormAt(system, inSystem(around), value);
  const inner = replaced(valueAt(expanded, [key]), rest, [...around, key], by);
  if (Array.isArray(expanded))
    return { value: expanded.map((item, i) => (i === Number(key) ? inner.value : item)), noteGone: inner.noteGone };
  const map = asMap(expanded);
  // The nearest note around the value was about what stood there before.
  const dropNote = !inner.noteGone && hasNotes(map);
  return {
    value: { ...(dropNote ? partOf(map, 'values') : map), [key]: inner.value },
    noteGone: inner.noteGone || dropNote,
  };
}
