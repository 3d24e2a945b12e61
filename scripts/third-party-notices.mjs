/** The notices of what is inside our own files: code that the build has bundled, and the fonts. Dependencies come with their own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the package that a bundled file is of, from the root; undefined for our own files. */
export function packageOf(input) {
  const at = input.lastIndexOf('node_modules/');
  if (at < 0) return undefined;
  const [scope, name] = input.slice(at + 'node_modules/'.length).split('/');
  return `${input.slice(0, at)}node_modules/${scope.startsWith('@') ? `${scope}/${name}` : scope}`;
}

/** The folders of the packages that stand in bundles. @param metafiles what the bundler says that it has read. */
export function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0),
    ),
  );
  return [...new Set(inputs.map(([input]) => packageOf(input)).filter((folder) => folder !== undefined))].sort();
}

/**
 * The packages with all that they depend on: a package may have been bundled itself, and then holds parts that our bundler cannot see.
 * @param external names of packages that are installed beside ours, and so are in no bundle.
 */
export function withDependencies(root, folders, external) {
  const manifest = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const found = new Set(folders);
  // A set is walked to its end, also when it grows on the way.
  for (const folder of found) {
    for (const name of Object.keys(manifest(folder).dependencies ?? {})) {
      const places = [`${folder}/node_modules/${name}`, `node_modules/${name}`];
      const place = places.find((one) => existsSync(join(root, one)));
      if (place === undefined) throw new Error(`${folder} depends on ${name}, which is not installed`);
      if (!external.includes(manifest(place).name)) found.add(place);
    }
  }
  return [...found].sort();
}

/**
 * The text of the notices.
 * @param folders of packages, from the root.
 * @throws where a package has no text of its licence: it may not be shipped without one.
 */
export function noticesOf(root, folders) {
  const parts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})\n\n${licenceText(join(root, folder), name)}`;
  });
  const line = '-'.repeat(100);
  return `unpark holds parts of the following works, each under its own licence.\n\n${parts.map((part) => `${line}\n${part.trim()}\n`).join('\n')}`;
}

function licenceText(folder, name) {
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8');
  const readme = readdirSync(folder).find((entry) => /^readme\.md$/i.test(entry));
  const text = readme === undefined ? '' : readFileSync(join(folder, readme), 'utf8');
  const section = /#+\s*licen[cs]e\b[\s\S]*$/i.exec(text)?.[0];
  const { author, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (section !== undefined && section.length > 400) return section;
  if (license === 'MIT') return mit(author?.name ?? author ?? `the authors of ${name}`);
  throw new Error(`${dirname(folder)}: ${name} has no text of its licence`);
}

/** The text of the MIT licence, which some packages name and do not bring. */
function mit(holder) {
  return `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}
