import type { DumpThread, Frame, Runtime } from '../dumps/dump.ts';
import { applicationFrame } from './application-frame.ts';
import { goRules } from './go-rules.ts';
import { javaRules } from './java-rules.ts';
import { nativeRules } from './native-rules.ts';
import { pythonRules } from './python-rules.ts';
import type { ObservedState, Rule } from './rule.ts';

/** All rules that come with unpark, in the order in which they are tried. */
export const builtInRules: readonly Rule[] = [...javaRules, ...pythonRules, ...goRules, ...nativeRules];

/** What is known of a thread beside its stack. */
export interface Sight {
  /** `system call/wait channel`, where the kernel was asked. */
  readonly kernel?: string | undefined;
  /** The line of the source at a place such as `app.py:52`, where it can be read. */
  readonly sourceAt?: ((place: string) => string | undefined) | undefined;
}

export interface Classified {
  readonly state: ObservedState;
  /** Undefined where no rule fits. */
  readonly rule: Rule | undefined;
  /** The first frame of the application; undefined where there is none. */
  readonly frame: Frame | undefined;
}

/** What a thread does, by the first rule that fits; unknown where none does. */
export function classify(rules: readonly Rule[], runtime: Runtime, thread: DumpThread, sight: Sight = {}): Classified {
  const { frames } = thread;
  const first = applicationFrame(runtime, frames);
  const frame = first < 0 ? undefined : frames[first];
  const above = (first < 0 ? frames : frames.slice(0, first)).map(textOf);
  const top = frames[0] === undefined ? '' : textOf(frames[0]);
  const isEntry = first >= 0 && !frames.slice(first + 1).some((other) => applicationFrame(runtime, [other]) === 0);
  let source: string | undefined;
  const rule = rules.find((one) => {
    if (one.runtime !== runtime && one.runtime !== 'any') return false;
    if (one.state !== undefined && !one.state.test(thread.state)) return false;
    if (one.top !== undefined && !one.top.test(top)) return false;
    if (one.frame !== undefined && !above.some((text) => one.frame?.test(text))) return false;
    if (one.without !== undefined && frames.some((each) => one.without?.test(textOf(each)))) return false;
    if (one.inEntry && !isEntry) return false;
    if (one.kernel !== undefined && !(sight.kernel !== undefined && one.kernel.test(sight.kernel))) return false;
    if (one.source === undefined) return true;
    // Where a library's frame is on top, the line of the application only says what it called there.
    if (first !== 0) return false;
    source ??= sight.sourceAt?.(frame?.place ?? '') ?? '';
    return one.source.test(source);
  });
  return { state: rule?.is ?? 'unknown', rule, frame };
}

function textOf({ function: name, place }: Frame): string {
  return `${name} ${place}`;
}
