import { type Command, InvalidArgumentError, Option } from 'commander';
import { requireOptional } from '../../run/optional-part.ts';
import type { LiveOptions } from '../live-options.ts';
import { endpoint, path, traceWindow, wholeNumber } from '../option-values.ts';

export function addLive(program: Command): void {
  program
    .command('live')
    .description(
      'run a scenario for real: threads that block, and a real object store; and hold the simulator against it',
    )
    .argument('[scenario]', 'a scenario file, or the name of a shipped scenario (see `npx unpark list`)', path)
    .option(
      '--compress <factor>',
      'how many times faster than the scenario; sleeps and work shrink, rates grow',
      factor,
      60,
    )
    .option(
      '--endpoint <url>',
      'an object store that is there already (default: STORAGE_EMULATOR_HOST, or one of our own)',
    )
    .option('--allow-remote <host>', 'the one host beside this machine that may be written to, in a bucket of its own')
    .option('--port <n>', 'the port of the service under test (default: any free one)', wholeNumber(1, 65_535))
    .option('--out <folder>', 'where the report goes (default: reports/out/<scenario>-live)', path)
    .option('--seed <n>', 'another seed', wholeNumber(0, 2 ** 32 - 1))
    .option('--design <name...>', 'only these designs; the first is the one the others are compared with')
    .option('--set <path=value...>', 'change values of the scenario, such as live.duration=10m')
    .option('--events <file>', 'write everything that happens, as lines of JSON (`npx unpark replay` reads them)', path)
    .option('--trace <file>', 'write a timeline of the threads, for ui.perfetto.dev or chrome://tracing', path)
    .option('--trace-window <part>', 'only this part of the timeline: 5s+10s is ten seconds from 5 s on', traceWindow)
    .option('--otlp <url>', 'send metrics and spans there, by OTLP over HTTP (docs/metrics.md)', endpoint)
    .option('--log <file>', 'add the log of the services and their janitors to a file, as lines of JSON', path)
    .addOption(
      new Option('--log-level <level>', 'the least that is logged')
        .choices(['debug', 'info', 'warn', 'error'])
        .default('info'),
    )
    .option('--json', 'print the result as JSON instead of the table')
    .option('--quiet', 'print nothing but errors')
    .option('--open', 'show the threads in the browser while it runs, and then the report')
    .addHelpText(
      'after',
      `
It runs for the warm-up and the duration of the scenario's \`live\` block, each divided by the factor, and then
until the last blob is deleted. The object store is fake-gcs-server, found or built; where there is none, it says how to get one.

Examples:
  npx unpark live omi-sync
  npx unpark live omi-sync --compress 1 --design janitor
  npx unpark live omi-sync --set pools.storage.threads=32 live.duration=10m`,
    )
    .action(async (argument: string | undefined, options: LiveOptions) => {
      // Its parts take a while to load, and no other command needs them.
      const { live } = await requireOptional(
        () => import('../live.ts'),
        'a live run needs parts that are not installed',
      );
      if (options.otlp !== undefined) {
        await requireOptional(
          () => import('../../live/otlp/telemetry.ts'),
          '--otlp needs parts that are not installed',
        );
      }
      await live(argument, options);
    });
}

function factor(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || !(value >= 1 && value <= 10_000)) {
    throw new InvalidArgumentError('Expected a number from 1 to 10000.');
  }
  return value;
}
