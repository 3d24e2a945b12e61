/** What `npm test` does before its tests: it builds and holds the shipped scenarios, and beside it looks at lint and types. All that is wrong is told, and ends it. */
import { spawn } from 'node:child_process';

/** Runs a script of the package, and prints what it has said when it has ended, so that two at once stay readable. @returns whether it ended well. */
function succeeds(script) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    const said = [];
    for (const [from, to] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      from.on('data', (chunk) => said.push([to, chunk]));
    }
    child.once('error', reject);
    child.once('close', (code) => {
      for (const [to, chunk] of said) to.write(chunk);
      if (code !== 0) console.error(`\nnpm run ${script} failed`);
      resolve(code === 0);
    });
  });
}

const outcomes = await Promise.all([
  succeeds('build').then((isBuilt) => isBuilt && succeeds('gate')),
  succeeds('lint').then(async (isClean) => (await succeeds('types')) && isClean),
]);
if (outcomes.includes(false)) process.exitCode = 1;
