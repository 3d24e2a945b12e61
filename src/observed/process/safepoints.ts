import type { SamplingClock } from './sampling-clock.ts';
import { runTool, type StackTool } from './stack-tool.ts';

/**
 * How long a HotSpot process has stood still at safepoints so far, for whatever reason, as its own counters say: the dumps are among them.
 * @returns seconds, or null where it keeps no counters.
 */
export async function safepointSeconds(
  pid: number,
  { file }: StackTool,
  clock: SamplingClock,
  signal: AbortSignal,
): Promise<number | null> {
  const args = [String(pid), 'PerfCounter.print'];
  const { text } = await runTool({ shown: `jcmd ${args.join(' ')}`, file, args, stops: false }, clock, signal);
  const ticks = /^sun\.rt\.safepointTime=(\d+)/m.exec(text)?.[1];
  const frequency = /^sun\.os\.hrt\.frequency=(\d+)/m.exec(text)?.[1];
  return ticks === undefined || frequency === undefined ? null : Number(ticks) / Number(frequency);
}
