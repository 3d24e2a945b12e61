/** Finds the object store emulator that the live tests need, or builds it with Go. Without it they are skipped; on CI that is a failure. It runs after the build. */
import { setUpEmulator } from '../dist/live/emulator-setup.js';

const ADVICE = `  Go:      https://go.dev/dl, and the test command builds the emulator itself
  Docker:  a running engine is used as it is
  Others:  a fake-gcs-server on the PATH, or STORAGE_EMULATOR_HOST=http://127.0.0.1:PORT`;

const why = await setUpEmulator(process.env, (text) => console.log(text));
if (why !== undefined) {
  const consequence = process.env.CI ? 'On CI they must run.' : 'THE LIVE TESTS ARE SKIPPED.';
  console.error(`\nThe live tests need an object store emulator: ${why}.\n${consequence} To have them:\n${ADVICE}\n`);
  if (process.env.CI) process.exitCode = 1;
}
