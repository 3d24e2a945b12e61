import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { exitCodeMeanings } from '../src/errors.ts';
import { unpark } from './cli/command.ts';
import { LIVE_COMMAND } from './cli/live-command.ts';
import { temporaryFolder } from './cli/temporary-folder.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The lines of the README's shell blocks, without their comments. */
function shellLines(): string[] {
  return [...readme.matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block]) => (block as string).split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
}

it('has only commands that end well, one after another in one folder', { timeout: 600_000 }, async () => {
  const cwd = temporaryFolder();
  const all = shellLines().filter((line) => line.startsWith('npx unpark '));
  // The live run takes a minute and a half, and test/cli/live-omi-sync.test.ts runs this very line.
  const commands = all.filter((line) => line !== LIVE_COMMAND);
  expect(all).toContain(LIVE_COMMAND);
  expect(commands.length).toBeGreaterThan(5);
  for (const command of commands) {
    const outcome = await unpark(command.split(' ').slice(2), { cwd });
    expect({ command, code: outcome.code, stderr: outcome.stderr }).toEqual({ command, code: 0, stderr: '' });
  }
});

it('has npm commands that the package has', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  const names = shellLines()
    .flatMap((line) => line.split('&&').map((part) => part.trim()))
    .filter((part) => part.startsWith('npm ') && !/^npm (ci$|pack$|install )/.test(part))
    .map((part) => part.replace(/^npm (run )?/, ''));
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) expect(Object.keys(scripts)).toContain(name);
});

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

it.each(pages)('links to files and headings that exist: %s', (page) => {
  const anchorsOf = (text: string) =>
    [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    );
  const text = readFileSync(join(root, page), 'utf8');
  for (const [, target = '', anchor] of text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)) {
    const file = target === '' ? join(root, page) : join(root, dirname(page), target);
    expect(existsSync(file), `${page}: ${target}`).toBe(true);
    if (anchor !== undefined)
      expect(anchorsOf(readFileSync(file, 'utf8')), `${page}: ${target}#${anchor}`).toContain(anchor);
  }
});

it('has a tutorial whose commands end well and print what it shows', { timeout: 400_000 }, async () => {
  const cwd = temporaryFolder();
  const tutorial = readFileSync(join(root, 'docs', 'tutorial.md'), 'utf8');
  const plain = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
  let printed = '';
  let shown = 0;
  for (const [, kind, block = ''] of tutorial.matchAll(/```(sh|text)\n([\s\S]*?)```/g)) {
    if (kind === 'text') {
      shown += 1;
      expect(plain(printed)).toContain(plain(block));
      continue;
    }
    for (const line of block.trim().split('\n')) {
      const { code, stdout, stderr } = await unpark(line.split(' ').slice(2), { cwd });
      // A note says where a value that is set has no effect.
      expect({ line, code, stderr }).toEqual({ line, code: 0, stderr: '' });
      printed = stdout;
    }
  }
  expect(shown).toBeGreaterThan(2);
});

it('tells every exit code as the program does', () => {
  const rows = exitCodeMeanings.map(([code, meaning]) => `| ${code} | ${meaning} |`).join('\n');
  expect(readme).toContain(`| exit code | meaning |\n| --- | --- |\n${rows}\n`);
});

it.each(['CONTRIBUTING.md', 'docs/architecture.md'])('names only files and folders that exist: %s', (page) => {
  const named = [
    ...readFileSync(join(root, page), 'utf8').matchAll(/`((?:src|sim|test|scenarios|docs|bench)(?:\/[\w.-]+)*)`/g),
  ];
  expect(named.length).toBeGreaterThan(10);
  for (const [, file = ''] of named) expect(existsSync(join(root, file)), `${page}: ${file}`).toBe(true);
});
