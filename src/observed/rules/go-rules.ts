import type { Rule } from './rule.ts';

const go = (rule: Omit<Rule, 'runtime'>): Rule => ({ runtime: 'go', ...rule });

/** Go. A goroutine's state is told in words; only what a channel is for has to be seen from the stack. */
export const goRules: readonly Rule[] = [
  go({ state: /^sleep$/, is: 'parked', because: 'time.Sleep waits for a timer and for nothing else' }),
  go({
    frame:
      /^(?:net\.\(\*\w+\)\.(?:Accept\w*|accept)|net\.\(\*netFD\)\.accept|internal\/poll\.\(\*FD\)\.Accept|net\/http\.\(\*connReader\)\.backgroundRead) /,
    is: 'idle',
    because: 'it accepts connections, or watches whether a client goes away',
  }),
  go({ state: /^IO wait$/, is: 'io', because: 'it waits for the network' }),
  go({
    state: /^syscall/,
    frame: /^(?:syscall|os|internal\/poll)\./,
    is: 'io',
    because: 'it is in a system call: a file, a process, a name to resolve',
  }),
  go({
    state:
      /^(?:GC |finalizer wait|force gc|GC worker|GC sweep wait|GC scavenge wait|cleanup wait|debug call|trace reader|sleep \(scan\)|timer goroutine|GOMAXPROCS updater|idle)/,
    is: 'idle',
    because: 'the runtime’s own helpers',
  }),
  go({
    state: /^(?:chan receive|select)/,
    inEntry: true,
    is: 'idle',
    because: 'a goroutine that receives in the very function it was started with waits for its next task',
  }),
  go({
    state: /^(?:chan receive|sync\.|semacquire|select|chan send|wait for|panicwait|coroutine|preempted wait)/,
    is: 'blocked',
    because: 'it waits for another goroutine: a lock, a group, a channel that is full, one of several',
  }),
  go({
    state: /^(?:running|runnable|syscall|preempted|waiting)/,
    is: 'working',
    because: 'it runs, or could if a processor were free',
  }),
];
