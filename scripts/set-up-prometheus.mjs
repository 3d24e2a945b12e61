/**
 * Finds the Prometheus that the tests of the metrics need, or unpacks Debian's package into the cache folder: nothing is installed and no service is started. Without it they are
 * skipped; on CI that is a failure.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findPrometheus, prometheusFolder } from './monitoring-tools.mjs';

const ADVICE = `  Debian, Ubuntu:  sudo apt-get install prometheus
  Fedora:          sudo dnf install golang-github-prometheus
  macOS:           brew install prometheus
  Others:          https://prometheus.io/download, with prometheus and promtool on the PATH`;

if (findPrometheus() === undefined) {
  const why = unpack();
  if (why !== undefined) {
    const consequence = process.env.CI ? 'On CI they must run.' : 'THE TESTS WITH PROMETHEUS ARE SKIPPED.';
    console.error(`\nThe tests of the metrics need Prometheus: ${why}.\n${consequence} To have them:\n${ADVICE}\n`);
    if (process.env.CI) process.exitCode = 1;
  }
}

/** @returns {string | undefined} why there is none */
function unpack() {
  if (!succeeds('apt-get', ['--version']) || !succeeds('dpkg-deb', ['--version'])) return 'this machine has no apt';
  console.log("Unpacking Debian's prometheus for the tests of the metrics: apt-get download prometheus");
  const target = prometheusFolder();
  mkdirSync(dirname(target), { recursive: true });
  const folder = mkdtempSync(`${target}-`);
  try {
    if (!download(folder)) {
      // A machine may have no lists of packages yet, and only root may fetch them.
      const update = process.getuid?.() === 0 ? ['apt-get', 'update', '-q'] : ['sudo', '-n', 'apt-get', 'update', '-q'];
      succeeds(update[0], update.slice(1));
      if (!download(folder)) return 'apt-get cannot download it';
    }
    const [archive] = readdirSync(folder).filter((name) => name.endsWith('.deb'));
    const unpacked = join(folder, 'unpacked');
    if (!succeeds('dpkg-deb', ['-x', join(folder, archive), unpacked])) return 'its package cannot be unpacked';
    rmSync(target, { recursive: true, force: true });
    renameSync(unpacked, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return findPrometheus() === undefined ? 'its package does not have it' : undefined;
}

function download(cwd) {
  return succeeds('apt-get', ['download', '-q', 'prometheus'], cwd);
}

function succeeds(command, args, cwd) {
  return spawnSync(command, args, { cwd, stdio: 'ignore' }).status === 0;
}
