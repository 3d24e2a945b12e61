/**
 * Runs the suite where as much as can be is unlike the machine that it was written on, all at once, so that a test that leans on its machine is found here and not by somebody
 * else. Without an emulator on the PATH the live tests are skipped. It runs after the build:
 *
 *     node scripts/test-on-a-strange-machine.mjs [what vitest takes: files, -t …]
 */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Where an emulator, a browser that is debugged and services in development listen. */
const USUAL_PORTS = [3000, 4443, 8080, 9222];
/** Another user than root, who may write where permissions forbid it. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

// What is written is for its owner alone.
process.umask(0o077);
const stage = mkdtempSync(join(tmpdir(), 'strange-'));
process.once('exit', () => rmSync(stage, { recursive: true, force: true }));
// Spaces and letters in every path, and no repository around the files.
const data = join(stage, 'Üser data');
const checkout = join(data, 'a checkout');
const cache = join(data, 'npm cache');
const home = join(stage, 'home');
// As on a Mac, the temporary folder is a link.
const temporary = join(stage, 'tmp');

copyCheckout();
const cacheOfNpm = npmSetting('cache');
if (existsSync(cacheOfNpm)) cpSync(cacheOfNpm, cache, { recursive: true });
mkdirSync(join(data, 'temporary files'), { recursive: true });
symlinkSync(join(data, 'temporary files'), temporary);
writeHome();
if (isRoot) execFileSync('chown', ['-R', '-h', `${NOBODY}:${NOBODY}`, stage]);
chmodSync(home, 0o555);
for (const port of USUAL_PORTS) takePort(port);

const variables = {
  HOME: home,
  TMPDIR: temporary,
  // The language with a capital of its own for i, and a zone with three quarters of an hour.
  LANG: 'tr_TR.UTF-8',
  LC_ALL: 'tr_TR.UTF-8',
  TZ: 'Pacific/Chatham',
  // A proxy that answers nobody.
  ...Object.fromEntries(
    ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'].map((name) => [
      name,
      'http://127.0.0.1:9',
    ]),
  ),
  NO_PROXY: '',
  no_proxy: '',
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_WORKSPACE: data,
  GITHUB_STEP_SUMMARY: join(data, 'summary.md'),
  COLUMNS: '37',
  LINES: '5',
  TERM: 'xterm-256color',
  COLORTERM: 'truecolor',
  FORCE_COLOR: '3',
};
const names = new Set(['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'NO_COLOR']);
const kept = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) && !names.has(name));
const vitest = [join(checkout, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)];
const suite = spawn(process.execPath, vitest, {
  cwd: checkout,
  env: { ...Object.fromEntries(kept), ...variables },
  stdio: 'inherit',
  ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => suite.kill(signal));
suite.once('exit', (code) => process.exit(code ?? 1));

/** The files of the checkout as they are, what was built of them, and their packages, which nobody may write. */
function copyCheckout() {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const files = execFileSync('git', list, { cwd: here, encoding: 'utf8' }).split('\0');
  for (const file of [...files, 'dist'].filter((name) => name !== '' && existsSync(join(here, name)))) {
    cpSync(join(here, file), join(checkout, file), { recursive: true });
  }
  symlinkSync(join(here, 'node_modules'), join(checkout, 'node_modules'));
}

/** A home that cannot be written, with a setting that npm does not know and warns of. npm itself goes past the proxy. */
function writeHome() {
  mkdirSync(home);
  const registry = npmSetting('registry');
  const settings = ['a-setting-of-another-time=true', `cache=${cache}`, `registry=${registry}`];
  writeFileSync(join(home, '.npmrc'), `${[...settings, `noproxy=${new URL(registry).hostname}`].join('\n')}\n`);
}

function npmSetting(name) {
  return execFileSync('npm', ['config', 'get', name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

/** Listens there, unless somebody does already. */
function takePort(port) {
  const server = createServer((socket) => socket.destroy());
  server.on('error', () => {});
  server.listen(port, '127.0.0.1');
  server.unref();
}
