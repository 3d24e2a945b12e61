import * as z from 'zod';
import { expectedBy } from '../schema-words.ts';
import type { Dump } from './dumps/dump.ts';
import type { KernelSight } from './observation.ts';
import { kernelDump } from './process/kernel-dump.ts';

const sampleSchema = z.strictObject({
  atUs: z.number(),
  pid: z.number().nullable(),
  threads: z.array(
    z.strictObject({
      tid: z.number(),
      name: z.string(),
      waitsIn: z.string().nullable(),
      switches: z.number().nullable(),
    }),
  ),
});

/** A look at a process that was kept: when it was, and what the kernel said. Plain data. */
export type SampleFile = z.infer<typeof sampleSchema>;

/** The same, as those need it who look again. */
export interface KeptSample {
  readonly atUs: number;
  readonly pid: number | null;
  readonly kernel: ReadonlyMap<number, KernelSight>;
  /** The threads as the kernel alone knows them. */
  readonly dump: Dump;
}

/** @returns the sample, or what the text is instead. */
export function parseSample(text: string): KeptSample | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'no JSON';
  }
  const parsed = sampleSchema.safeParse(value);
  const [issue] = parsed.error?.issues ?? [];
  if (issue !== undefined) return `${issue.path.join('.')}: expected ${expectedBy(issue)}`;
  if (!parsed.success) return 'something else';
  const { atUs, pid, threads } = parsed.data;
  const kernel = new Map(
    threads.map(({ tid, waitsIn, switches }) => [tid, { waitsIn: waitsIn ?? undefined, switches }] as const),
  );
  const seen = threads.map((thread) => ({ ...thread, waitsIn: thread.waitsIn ?? '' }));
  return { atUs, pid, kernel, dump: kernelDump(pid, atUs, seen) };
}
