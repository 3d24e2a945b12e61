import { kernelWaits } from './kernel-waits.ts';
import type { Rule } from './rule.ts';

const native = (rule: Omit<Rule, 'runtime' | 'kernel'> & { readonly kernel: RegExp }): Rule => ({
  runtime: 'native',
  ...rule,
});

/** Where only the kernel can be asked: of a wait for another thread (`futex`) it cannot tell an idle worker from a blocked one, so that is unknown. */
export const nativeRules: readonly Rule[] = [
  native({ kernel: kernelWaits.timer, is: 'parked', because: 'it waits for a timer' }),
  native({
    kernel: kernelWaits.comers,
    is: 'idle',
    because: 'it waits for whoever may come',
  }),
  native({
    kernel: kernelWaits.io,
    is: 'io',
    because: 'it waits for a read, a write, a connection or a process',
  }),
  native({ kernel: kernelWaits.runs, is: 'working', because: 'it runs, or could if a processor were free' }),
  native({ kernel: /^disk\//, is: 'io', because: 'it waits for a disk' }),
];
