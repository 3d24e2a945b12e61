/** Gets py-spy from PyPI into an environment of its own, for the tests that observe a Python process. Where there is no Python, these tests are left out, and nothing fails. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { PY_SPY_VERSION, pySpyFolder, pySpyPrograms } from './py-spy.mjs';

if (process.platform === 'linux' && pySpyPrograms() === undefined) install();

function install() {
  console.log(`Installing py-spy ${PY_SPY_VERSION} for the tests that observe a Python process`);
  const isDone =
    succeeds('python3', ['-m', 'venv', pySpyFolder]) &&
    succeeds(join(pySpyFolder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `py-spy==${PY_SPY_VERSION}`]);
  if (!isDone) console.log('It could not be installed: Python processes are observed without stacks in the tests.');
}

function succeeds(command, args) {
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}
