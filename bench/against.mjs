/**
 * What a simulated event costs, side by side with an earlier commit: processor time of replications of a shipped scenario, in pairs of processes that take turns.
 * node bench/against.mjs COMMIT [scenario.yaml] [replications] [pairs]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [commit, file = join(root, 'scenarios/omi-sync.yaml'), replications = '16', pairs = '7'] = process.argv.slice(2);
if (commit === undefined) {
  process.stderr.write('usage: node bench/against.mjs COMMIT [scenario.yaml] [replications] [pairs]\n');
  process.exit(2);
}

/** Runs every design so often, and prints the processor time in seconds and the events. */
const PROGRAM = `
  import { simulateReplication } from './sim/replication.ts';
  import { loadScenario } from './src/scenario/load.ts';
  const scenario = loadScenario(process.argv[2]);
  const before = process.cpuUsage().user;
  let events = 0;
  for (let i = 0; i < Number(process.argv[3]); i += 1) {
    for (const design of scenario.designs) events += simulateReplication(scenario, design, i).events;
  }
  console.log(JSON.stringify({ seconds: (process.cpuUsage().user - before) / 1e6, events }));
`;

const folder = mkdtempSync(join(tmpdir(), 'unpark-against-'));
try {
  const then = join(folder, 'then');
  mkdirSync(then);
  const archive = execFileSync('git', ['archive', commit], { cwd: root, maxBuffer: 2 ** 30 });
  execFileSync('tar', ['-x', '-C', then], { input: archive });
  for (const place of [then, folder]) symlinkSync(join(root, 'node_modules'), join(place, 'node_modules'), 'junction');
  const bundles = [await bundled(then, 'then.mjs'), await bundled(root, 'now.mjs')];
  const rounds = Array.from({ length: Number(pairs) }, () => bundles.map(measured));
  const ratios = rounds.map(([before, now]) => now.seconds / now.events / (before.seconds / before.events));
  const nsOf = (side) => Math.min(...rounds.map((round) => (round[side].seconds / round[side].events) * 1e9));
  console.log(
    `processor time of an event, best of ${pairs}: ${nsOf(0).toFixed(0)} ns at ${commit}, ${nsOf(1).toFixed(0)} ns now`,
  );
  console.log(
    `now ÷ then, pair by pair: median ${median(ratios).toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function bundled(from, name) {
  return bundle({ stdin: { contents: PROGRAM, resolveDir: from, loader: 'ts' } }, join(folder, name));
}

function measured(program) {
  return JSON.parse(execFileSync(process.execPath, [program, resolve(file), replications], { encoding: 'utf8' }));
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
