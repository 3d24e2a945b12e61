/**
 * How long the gate takes as whole processes, the bin run by `node`: `unpark check` of omi-sync, and of all shipped scenarios with their baselines.
 * Run it after `npm run build`: node bench/check.mjs
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const RUNS = 7;

const CASES = [
  { name: 'node alone', args: ['-e', '0'] },
  { name: 'unpark --version', args: ['dist/cli/main.js', '--version'] },
  {
    name: 'unpark check scenarios/omi-sync.yaml',
    args: ['dist/cli/main.js', 'check', 'scenarios/omi-sync.yaml'],
    targetSeconds: 1.5,
  },
  {
    name: "unpark check 'scenarios/*.yaml' --baseline",
    args: ['dist/cli/main.js', 'check', 'scenarios/*.yaml', '--baseline'],
    targetSeconds: 5,
  },
];

console.log(`Node ${process.version}, ${availableParallelism()} cores; wall seconds of ${RUNS} runs each`);
console.log('| command | median | best | target |');
console.log('| --- | ---: | ---: | ---: |');
for (const { name, args, targetSeconds } of CASES) {
  const seconds = Array.from({ length: RUNS }, () => timed(args)).sort((a, b) => a - b);
  const median = seconds[Math.floor(RUNS / 2)];
  const target = targetSeconds === undefined ? '' : `under ${targetSeconds}`;
  console.log(`| \`${name}\` | ${median.toFixed(2)} | ${seconds[0].toFixed(2)} | ${target} |`);
}

function timed(args) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}\n${stderr}`);
  return seconds;
}
