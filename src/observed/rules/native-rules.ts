import type { Rule } from './rule.ts';

const native = (rule: Omit<Rule, 'runtime' | 'kernel'> & { readonly kernel: RegExp }): Rule => ({
  runtime: 'native',
  ...rule,
});

/** Where only the kernel can be asked: of a wait for another thread (`futex`) it cannot tell an idle worker from a blocked one, so that is unknown. */
export const nativeRules: readonly Rule[] = [
  native({ kernel: /nanosleep/, is: 'parked', because: 'it waits for a timer' }),
  native({
    kernel: /^(?:accept4?|epoll_p?wait|select|pselect6)\//,
    is: 'idle',
    because: 'it waits for whoever may come',
  }),
  native({
    kernel: /^(?:recv\w*|read\w*|write\w*|send\w*|connect|poll|ppoll|pread64|pwrite64|fsync|wait4|waitid)\//,
    is: 'io',
    because: 'it waits for a read, a write, a connection or a process',
  }),
  native({ kernel: /^running\//, is: 'working', because: 'it runs, or could if a processor were free' }),
  native({ kernel: /^disk\//, is: 'io', because: 'it waits for a disk' }),
];
