import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { withConditions } from '../gate/gated-scenario.ts';
import { BRIEF as SMALL } from '../scenario/small-scenario.ts';
import { type Outcome, unpark } from './command.ts';
import { temporaryFolder } from './temporary-folder.ts';

const TIMEOUT_MS = 120_000;
const PASSING = ['janitor.pools.storage.parked.max = 0', 'janitor.semaphores.slots.limit = 4'];
const FAILING = 'janitor.semaphores.slots.limit = 5';
/** None of what a runner of CI would have set, so that the tests are the same on one. */
const NOT_ON_CI = { GITHUB_ACTIONS: '', GITHUB_STEP_SUMMARY: '', GITHUB_WORKSPACE: '' };

function folderWith(items: readonly string[] = PASSING, text: string = `replications: 3\n${SMALL}`): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'small.yaml'), withConditions(items, text));
  return cwd;
}

function run(cwd: string, args: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  // No picture of a run is looked at here.
  const plain = args.startsWith('run ') ? `${args} --no-pictures` : args;
  return unpark(plain.trim().split(' '), { cwd, env: { ...NOT_ON_CI, ...env } });
}

describe('unpark check', { timeout: TIMEOUT_MS }, () => {
  it('ends with 0 when every condition holds, and says what it ran and how to run it again', async () => {
    const outcome = await run(folderWith(), 'check small.yaml');
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/^small: 2 designs, 3 replications of 15 min, seed 1\n/);
    expect(outcome.stdout).toMatch(/\nCheck passed: 2 passed\.\nReproduce it: npx unpark check small\.yaml\n$/);
  });

  it('passes for the scenario that `unpark init` writes', async () => {
    const cwd = temporaryFolder();
    await run(cwd, 'init my-service.yaml');
    expect(await run(cwd, 'check my-service.yaml')).toMatchObject({ code: 0, stderr: '' });
  });

  it('runs as many replications as the scenario has for checks, and as much time', async () => {
    const cwd = folderWith(PASSING, `check: { replications: 2, duration: 30m }\n${SMALL}`);
    expect((await run(cwd, 'check small.yaml')).stdout).toContain('2 replications of 30 min');
    expect((await run(cwd, 'check small.yaml --replications 4 --duration 45m')).stdout).toContain(
      '4 replications of 45 min',
    );
  });

  it('ends with 1 when one fails, with the line of the condition', async () => {
    const outcome = await run(folderWith([...PASSING, FAILING]), 'check small.yaml');
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain(`FAIL    ${FAILING}  small.yaml:42`);
    expect(outcome.stdout).toContain('expected = 5, found 4 permits: 1 permit too low');
  });

  it.each(['run', 'explain', 'check', 'baseline'])(
    '%s refuses a condition on what does not exist, at its line',
    async (command) => {
      const cwd = folderWith([...PASSING, 'janitor.pools.storag.active.mean < 5']);
      const outcome = await run(cwd, `${command} small.yaml`);
      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expect(outcome.stderr).toContain(
        'small.yaml:42:5  expect.2\n  unknown pool `storag` in `janitor.pools.storag.active.mean`',
      );
      expect(outcome.stderr).toContain('did you mean `storage`?');
      expect(readdirSync(cwd)).toEqual(['small.yaml']);
    },
  );

  it('expands patterns itself, and refuses those that match nothing, and an empty list', async () => {
    const cwd = folderWith();
    mkdirSync(join(cwd, 'more'));
    for (const name of ['b', 'a']) {
      writeFileSync(
        join(cwd, 'more', `${name}.yaml`),
        withConditions(PASSING, SMALL.replace('name: small', `name: ${name}`)),
      );
    }
    const all = await run(cwd, 'check more/*.yaml more/a.yaml small.yaml ./small.yaml --replications 1');
    expect(all.code).toBe(0);
    expect(all.stdout.match(/^\w+: 2 designs/gm)).toEqual(['a: 2 designs', 'b: 2 designs', 'small: 2 designs']);
    const none = await run(cwd, 'check more/*.yml');
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('no file matches this pattern');
    expect(await run(cwd, 'check')).toMatchObject({ code: 2, stdout: '' });
  });

  it('tells the errors of all files before it simulates any', async () => {
    const cwd = folderWith(['janitor.x = 1']);
    writeFileSync(join(cwd, 'other.yaml'), withConditions(['janitor.y = 1']));
    const outcome = await run(cwd, 'check small.yaml other.yaml');
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(/small\.yaml:40[\s\S]*other\.yaml:39[\s\S]*2 errors/);
  });

  it('has nothing to compare with without conditions and without a baseline', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'small.yaml'), SMALL);
    const outcome = await run(cwd, 'check small.yaml --replications 1');
    expect(outcome.code).toBe(3);
    expect(outcome.stdout).toContain('Check NOT COMPARABLE: the scenario has no expectations to check.');
  });

  it('gives the same bytes every time, on any number of workers', async () => {
    const cwd = folderWith([...PASSING, FAILING]);
    const outcomes = [];
    for (const jobs of [1, 2, 3, 1]) {
      const args = `check small.yaml --json --junit junit-${outcomes.length}.xml --jobs ${jobs}`;
      const { code, stdout } = await run(cwd, args);
      outcomes.push({ code, stdout, junit: readFileSync(join(cwd, `junit-${outcomes.length}.xml`), 'utf8') });
    }
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0]);
  });

  it('writes check.md and check.json, JUnit XML, and prints nothing else when told to be quiet', async () => {
    const cwd = folderWith([...PASSING, FAILING]);
    expect(await run(cwd, 'check small.yaml --out out/gate --junit out/junit.xml --quiet')).toEqual({
      code: 1,
      stdout: '',
      stderr: '',
    });
    expect(readdirSync(join(cwd, 'out'), { recursive: true }).sort()).toEqual([
      'gate',
      'gate/.unpark-files.json',
      'gate/check.json',
      'gate/check.md',
      'junit.xml',
    ]);
    expect(JSON.parse(readFileSync(join(cwd, 'out/gate/check.json'), 'utf8'))).toMatchObject({
      verdict: 'fail',
      exitCode: 1,
    });
    expect(readFileSync(join(cwd, 'out/gate/check.md'), 'utf8')).toContain('**Check FAILED: 1 failed and 2 passed.**');
    expect(XMLValidator.validate(readFileSync(join(cwd, 'out/junit.xml'), 'utf8'))).toBe(true);
  });

  const unwritable: readonly (readonly [string, string])[] = [
    ['--junit file/junit.xml', 'a file where a folder should be'],
    ['--out file', 'a file'],
    ['--junit folder', 'a folder of that name'],
    ...(process.platform === 'linux'
      ? ([
          ['--junit /proc/x/y.xml', ''],
          ['--out /proc/x', ''],
        ] as const)
      : []),
  ];
  it.each(unwritable)(
    'refuses a place that cannot be written before it simulates anything: %s',
    async (option, found) => {
      const cwd = folderWith([FAILING]);
      writeFileSync(join(cwd, 'file'), '');
      mkdirSync(join(cwd, 'folder'));
      const outcome = await run(cwd, `check small.yaml ${option} --replications 1000000`);
      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expect(outcome.stderr).toMatch(/cannot be written( there)?; nothing was changed/);
      expect(outcome.stderr).toContain(found);
      expect(readdirSync(cwd, { recursive: true }).sort()).toEqual(['file', 'folder', 'small.yaml']);
    },
  );

  it.each([
    [FAILING, 1],
    [PASSING[0] as string, 2],
  ])('tells the verdict though the summary of the step cannot be written: %s ends with %d', async (item, code) => {
    const cwd = folderWith([item]);
    const env = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: cwd, GITHUB_STEP_SUMMARY: join(cwd, 'no/such/summary') };
    const outcome = await run(cwd, 'check small.yaml --replications 1 --junit junit.xml', env);
    expect(outcome.code).toBe(code);
    expect(outcome.stdout).toContain(code === 1 ? 'Check FAILED: 1 failed.' : 'Check passed: 1 passed.');
    expect(outcome.stderr).toContain('the summary of the step cannot be written');
    expect(existsSync(join(cwd, 'junit.xml'))).toBe(true);
  });

  it('on GitHub also writes the summary of the step, and annotations as seen from the root of the repository', async () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'service'));
    writeFileSync(join(root, 'service', 'small.yaml'), withConditions([FAILING]));
    writeFileSync(join(root, 'summary'), 'what another step wrote\n');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: join(root, 'summary'), GITHUB_WORKSPACE: root };
    const outcome = await run(join(root, 'service'), 'check small.yaml --replications 1', env);
    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain(
      `::error file=service/small.yaml,line=39,title=${FAILING}::expected = 5, found 4 permits`,
    );
    expect(readFileSync(join(root, 'summary'), 'utf8')).toMatch(/^what another step wrote\n# unpark check\n/);
    const json = await run(join(root, 'service'), 'check small.yaml --replications 1 --json', env);
    expect(JSON.parse(json.stdout)).toMatchObject({ verdict: 'fail' });
    expect(json.stderr).toContain('::error file=service/small.yaml');
  });

  it('on GitHub tells bad input at its line too', async () => {
    const cwd = folderWith(['janitor.x = 1']);
    const outcome = await run(cwd, 'check small.yaml', { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: cwd });
    expect(outcome.code).toBe(2);
    expect(outcome.stdout).toContain(
      '::error file=small.yaml,line=40,col=5,title=unpark%3A bad input::unknown measure `x`',
    );
  });

  it('judges a saved result without running anything, and refuses that of another state of the scenario', async () => {
    const cwd = folderWith([...PASSING, 'janitor.jobs.sync.arrived > 50']);
    const result = 'reports/out/small/result.json';
    for (const other of ['--replications 2', '--seed 99', '--duration 5m']) {
      await run(cwd, `run small.yaml ${other} --quiet`);
      const refused = await run(cwd, `check small.yaml --result ${result}`);
      expect({ other, code: refused.code }).toEqual({ other, code: 3 });
      expect(refused.stderr).toContain('another run of the scenario');
    }
    await run(cwd, 'run small.yaml --replications 3 --quiet');
    const outcome = await run(cwd, `check small.yaml --result ${result}`);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toContain('3 replications of 15 min');
    expect((await run(cwd, `check small.yaml --result ${result} --seed 5`)).code).toBe(2);
    expect((await run(cwd, 'check small.yaml --baselines nowhere')).code).toBe(2);
    writeFileSync(
      join(cwd, 'small.yaml'),
      readFileSync(join(cwd, 'small.yaml'), 'utf8').replace('threads: 8', 'threads: 9'),
    );
    const other = await run(cwd, `check small.yaml --result ${result}`);
    expect(other.code).toBe(3);
    expect(other.stderr).toContain('pools.storage.threads');
    expect((await run(cwd, `check small.yaml omi-sync --result ${result}`)).code).toBe(2);
    expect((await run(cwd, `check small.yaml --result ${result} --watch`)).code).toBe(2);
  });

  it('leaves everything as it was when it is interrupted', async () => {
    const cwd = folderWith();
    const args = [
      'check',
      'small.yaml',
      '--replications',
      '5000',
      '--duration',
      '1000d',
      '--long',
      '--junit',
      'junit.xml',
    ];
    const outcome = await unpark(args, { cwd, interruptAfterMs: 500 });
    expect(outcome.code).toBe(130);
    expect(outcome.stderr).toMatch(/interrupted: \d+ of 10000 replications were simulated\. Nothing was judged/);
    expect(readdirSync(cwd)).toEqual(['small.yaml']);
  });
});

describe('unpark baseline and check --baseline', { timeout: TIMEOUT_MS }, () => {
  const FILE = 'baselines/small.json';

  async function folderWithBaseline(items: readonly string[] = PASSING): Promise<string> {
    const cwd = folderWith(items);
    expect(await run(cwd, 'baseline small.yaml')).toEqual({ code: 0, stdout: `Wrote ${FILE}.\n`, stderr: '' });
    return cwd;
  }

  function edit(cwd: string, file: string, from: string, to: string): void {
    const text = readFileSync(join(cwd, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(cwd, file), text.replace(from, to));
  }

  it('meets its own baseline, exactly', async () => {
    const cwd = await folderWithBaseline();
    const outcome = await run(cwd, 'check small.yaml --baseline');
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toMatch(/pass {4}baseline: all \d+ figures are exactly those of baselines\/small\.json/);
    expect(readdirSync(join(cwd, 'baselines'))).toEqual(['small.json']);
  });

  it('looks at a baseline only when it is asked to', async () => {
    const cwd = await folderWithBaseline();
    writeFileSync(join(cwd, FILE), '{');
    expect((await run(cwd, 'check small.yaml')).code).toBe(0);
  });

  it('ends with 3 when there is none, and with 1 when a condition fails as well', async () => {
    const missing = await run(folderWith(), 'check small.yaml --baseline');
    expect(missing.code).toBe(3);
    expect(missing.stdout).toContain('there is no baselines/small.json');
    expect((await run(folderWith([FAILING]), 'check small.yaml --baseline')).code).toBe(1);
  });

  it('is not comparable with another scenario or seed, and says what changed', async () => {
    const cwd = await folderWithBaseline(['janitor.stability.stable = true']);
    expect((await run(cwd, 'check small.yaml --baseline --seed 9')).stdout).toContain(
      'Another seed: 1 in the baseline, 9 now.',
    );
    edit(cwd, 'small.yaml', 'semaphores: { slots: 4 }', 'semaphores: { slots: 32 }');
    const before = readFileSync(join(cwd, FILE), 'utf8');
    const outcome = await run(cwd, 'check small.yaml --baseline');
    expect(outcome.code).toBe(3);
    expect(outcome.stdout).toContain('janitor.semaphores.slots.limit: 4 → 32');
    expect(readFileSync(join(cwd, FILE), 'utf8')).toBe(before);
    expect((await run(cwd, 'baseline small.yaml')).stdout).toBe(`Replaced ${FILE}.\n`);
    expect((await run(cwd, 'check small.yaml --baseline')).code).toBe(0);
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, 500), 2, 'the baseline is not whole'],
    ['edited', (text: string) => text.replace('"threads": 8', '"threads": 9'), 2, 'the baseline was edited'],
    [
      'of a newer schema',
      (text: string) => text.replace('"baselineVersion": 1', '"baselineVersion": 2'),
      3,
      'The baseline is of a newer schema: use the version of unpark that wrote it, or a newer one.\n\nCheck',
    ],
  ])('never passes by one that is %s, and leaves it as it is', async (_what, change, code, message) => {
    const cwd = await folderWithBaseline();
    const text = change(readFileSync(join(cwd, FILE), 'utf8'));
    writeFileSync(join(cwd, FILE), text);
    const outcome = await run(cwd, 'check small.yaml --baseline');
    expect(outcome.code).toBe(code);
    expect(outcome.stdout + outcome.stderr).toContain(message);
    expect(readFileSync(join(cwd, FILE), 'utf8')).toBe(text);
  });

  it('can be of a saved result, and elsewhere', async () => {
    const cwd = folderWith(PASSING, `replications: 4\ncheck: { replications: 3 }\n${SMALL}`);
    await run(cwd, 'run small.yaml --quiet');
    const result = 'reports/out/small/result.json';
    expect((await run(cwd, `baseline small.yaml --from ${result} --baselines kept`)).stdout).toBe(
      'Wrote kept/small.json.\n',
    );
    expect((await run(cwd, `check small.yaml --result ${result} --baseline --baselines kept`)).code).toBe(0);
    const other = await run(cwd, 'check small.yaml --baseline --baselines kept');
    expect(other.code).toBe(3);
    expect(other.stdout).toContain('Another number of replications: 4 in the baseline, 3 now.');
  });

  it.each([
    ['p/svc.yaml q/svc.yaml --baselines both', 'both/svc.json, which is that of p/svc.yaml'],
    ['p/svc.yaml p/svc.yml', 'p/baselines/svc.json, which is that of p/svc.yaml'],
  ])('is of one scenario: %s', async (args, message) => {
    const cwd = temporaryFolder();
    for (const file of ['p/svc.yaml', 'p/svc.yml', 'q/svc.yaml']) {
      mkdirSync(join(cwd, file, '..'), { recursive: true });
      writeFileSync(join(cwd, file), withConditions(PASSING));
    }
    for (const command of [`baseline ${args}`, `check ${args} --baseline`]) {
      const outcome = await run(cwd, command);
      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expect(outcome.stderr).toContain(`its baseline would be ${message}`);
    }
    expect(existsSync(join(cwd, 'both'))).toBe(false);
    expect((await run(cwd, 'check p/svc.yaml q/svc.yaml --replications 1')).code).toBe(0);
  });

  it('is written by the command that the check names', async () => {
    const cwd = folderWith();
    await run(cwd, 'run small.yaml --quiet --out saved');
    const named = async (args: string) => {
      const check = await run(cwd, `check small.yaml --baseline ${args}`);
      expect(check.code).toBe(3);
      return /Write it with: npx unpark (.*)\n/.exec(check.stdout)?.[1] as string;
    };
    for (const args of ['', '--baselines kept', '--result saved/result.json --baselines saved-kept']) {
      expect((await run(cwd, await named(args))).code).toBe(0);
      expect((await run(cwd, `check small.yaml --baseline ${args}`.trim())).code).toBe(0);
    }
    const seeded = await run(cwd, 'check small.yaml --baseline --seed 9 --set pools.storage.threads=7');
    expect(seeded.stdout).toContain('check it without --seed and --set.');
    expect(seeded.stdout).not.toContain('npx unpark baseline');
  });

  it('says when it cannot be written, and changes nothing', async () => {
    const cwd = folderWith();
    writeFileSync(join(cwd, 'baselines'), 'a file');
    const outcome = await run(cwd, 'baseline small.yaml');
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toContain('the baseline cannot be written; nothing was changed');
    expect(readFileSync(join(cwd, 'baselines'), 'utf8')).toBe('a file');
  });
});
