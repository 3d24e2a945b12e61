/** Finds the Chromium that the tests of the report's page need, or gets it through the machine's package manager. */
import { spawnSync } from 'node:child_process';
import { findChromium } from './browsers.mjs';

/** Package managers that have Chromium, each with the command that installs it. */
const MANAGERS = [
  { tool: 'apt-get', commands: ['apt-get update -q', 'apt-get install -y -q --no-install-recommends chromium'] },
  { tool: 'dnf', commands: ['dnf install -y -q chromium'] },
  { tool: 'apk', commands: ['apk add --quiet chromium'] },
];

const ADVICE = `The tests of the report's page need Chromium, and there is none here.
  Debian, Ubuntu:  sudo apt-get install chromium
  Fedora:          sudo dnf install chromium
  Alpine:          sudo apk add chromium
  macOS:           brew install --cask chromium
  Windows:         winget install Google.Chrome
If it is installed where we don't look, name it: CHROMIUM_PATH=/path/to/chromium npm test`;

if (findChromium() === undefined) install();

function install() {
  const manager = MANAGERS.find(({ tool }) => succeeds('command', ['-v', tool]));
  const before = process.getuid?.() === 0 ? '' : succeeds('sudo', ['-n', 'true']) ? 'sudo -n ' : undefined;
  if (process.env.CHROMIUM_PATH || manager === undefined || before === undefined) giveUp();
  console.log(`Installing Chromium for the tests of the page: ${before}${manager.commands.at(-1)}`);
  for (const command of manager.commands) {
    const { status } = spawnSync(`${before}${command}`, {
      shell: true,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) giveUp();
  }
  if (findChromium() === undefined) giveUp();
}

function succeeds(command, args) {
  return spawnSync(command, args, { shell: command === 'command', stdio: 'ignore' }).status === 0;
}

function giveUp() {
  console.error(ADVICE);
  process.exit(1);
}
