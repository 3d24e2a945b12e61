import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromRepositoryRoot } from '../../src/cli/github.ts';
import { temporaryFolder } from './temporary-folder.ts';

describe('a file in an annotation', () => {
  it('is named from the root of the repository, also when a link leads there', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'repository/scenarios'), { recursive: true });
    symlinkSync(join(folder, 'repository'), join(folder, 'workspace'));
    const file = join(folder, 'repository/scenarios/small.yaml');
    writeFileSync(file, '');
    for (const root of ['repository', 'workspace']) {
      expect(fromRepositoryRoot(file, { GITHUB_WORKSPACE: join(folder, root) })).toBe('scenarios/small.yaml');
    }
  });

  it('keeps the name that it has there when it is a link itself', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'repository'));
    writeFileSync(join(folder, 'elsewhere.yaml'), '');
    const file = join(folder, 'repository/small.yaml');
    symlinkSync(join(folder, 'elsewhere.yaml'), file);
    expect(fromRepositoryRoot(file, { GITHUB_WORKSPACE: join(folder, 'repository') })).toBe('small.yaml');
  });
});
