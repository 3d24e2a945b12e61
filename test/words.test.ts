import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Words that once stood in what people read, and what is said instead: the terms of the field, in short active sentences. */
const RETIRED: readonly (readonly [retired: RegExp, instead: string])[] = [
  [/\bline outside\b|\bwait(s|ed|ing)? outside\b|\boutside pipelines\b/i, 'admission queue, waiting for admission'],
  [/\bwithout end, so\b|\bgrow(s|th|ing)? without end\b/i, 'unstable: grows by 769/h (so no mean)'],
  [/\bsent away\b/i, 'cancelled while waiting for admission'],
  [/\bthe door\b|\bas many jobs as it takes\b/i, 'maximum intake rate (closed loop)'],
  [/\bintended moment\b/i, 'send lag'],
  [/\blooks at the bucket\b|\bfrom outside\b/i, 'bucket listings, independent check'],
  [/\bstood still\b/i, 'event-loop delay, max'],
  [/\bevery thread taken\b/i, 'time saturated'],
  [/\bat once, most\b|\bpending, most\b|\bthreads, most\b/i, 'peak threads, peak pending'],
  [/\b(is|are|was|were|be) told\b|\btold as\b/i, 'is reported, shows, is marked as'],
  [/\btake[sn]? (what|its|the|their) .{0,40}\bas right\b/i, 'record the current results as the baseline'],
  [/\bcould not be had\b/i, 'no object store available'],
  [/\bexpects nothing\b|\bnever enough\b/i, 'has no expectations to check'],
  [/\bis no measure\b/i, 'is not a measure'],
  [/\bnearest bound\b|\bbound is .{0,40}outside its\b/i, 'margin 2.11 threads beyond the 95 % interval'],
  [/\bpasses neither way\b/i, 'a condition without data fails'],
];

const ROOT = join(import.meta.dirname, '..');
const names = (folder: string, ending: string) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

/** The texts of a source file: its strings and templates, without the names of modules. */
function stringsOf(file: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isTemplateExpression(node)) {
      found.push([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…'));
    } else if (ts.isStringLiteralLike(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest));
  return found;
}

const retiredIn = (file: string, texts: readonly string[]) =>
  texts.flatMap((text) =>
    RETIRED.flatMap(([retired, instead]) => {
      const match = retired.exec(text.replaceAll(/\s+/g, ' '));
      return match === null ? [] : [`${file}: "${match[0]}", say: ${instead}`];
    }),
  );

describe('what people read', () => {
  it('has none of the retired words: the strings of the program', () => {
    const files = [...names('src', '.ts'), ...names('sim', '.ts'), ...names('src', '.js')];
    expect(files.length).toBeGreaterThan(200);
    expect(files.flatMap((file) => retiredIn(file, stringsOf(file)))).toEqual([]);
  });

  it('has none of the retired words: pages, scenarios and what is generated', () => {
    const pages = ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'action.yml', 'bench/README.md'];
    const files = [...pages, ...names('docs', '.md'), ...names('scenarios', '.yaml'), 'scenarios/scenario.schema.json'];
    const ofTheReader = files.filter((file) => !file.startsWith(join('docs', 'decisions')));
    expect(
      ofTheReader.flatMap((file) => retiredIn(file, readFileSync(join(ROOT, file), 'utf8').split(/\n\n/))),
    ).toEqual([]);
  });

  it('finds them where they stand', () => {
    expect(retiredIn('a page', ['Jobs that waited outside\nare told.'])).toHaveLength(2);
  });
});
