import { kernelWaits } from './kernel-waits.ts';
import type { Rule } from './rule.ts';

const python = (rule: Omit<Rule, 'runtime'>): Rule => ({ runtime: 'python', ...rule });

/**
 * CPython. `time.sleep`, `recv` and `acquire` are written in C and leave no frame of their own in a plain dump: there the kernel says what the thread waits in, or the line of the
 * source at the frame on top; where neither can be had, what it does is unknown.
 */
export const pythonRules: readonly Rule[] = [
  python({
    frame: /^_worker .*(?:concurrent\/futures\/thread\.py)/,
    without: /^run .*concurrent\/futures\/thread\.py/,
    is: 'idle',
    because: 'a worker of ThreadPoolExecutor that runs no work item asks its own queue for one',
  }),
  python({
    frame: /^(?:_recv|recv|get|worker) .*multiprocessing\/(?:connection|pool|queues)\.py/,
    is: 'idle',
    because: 'a worker of a multiprocessing pool waits for a task',
  }),
  python({
    top: /^(?:clock_nanosleep|nanosleep|time_sleep|pysleep) /,
    is: 'parked',
    because: 'time.sleep, seen by its C frame (--native)',
  }),
  python({
    frame: /^(?:accept4?|sock_accept\w*|epoll_wait|select_epoll_poll\w*|kevent|accept) |^select .*selectors\.py/,
    is: 'idle',
    because: 'accept and a selector wait for whoever may come',
  }),
  python({
    frame:
      /^(?:do_wait|wait|wait_for|acquire|join|_wait_for_tstate_lock|result|__enter__) .*(?:threading|concurrent\/futures\/_base)\.py/,
    is: 'blocked',
    because: 'it waits for a lock, a semaphore, an event, a thread or a future',
  }),
  python({
    frame: /^(?:get|put|join) .*queue\.py/,
    is: 'blocked',
    because: 'it waits for a queue of others',
  }),
  python({
    frame:
      /^(?:recv\w*|__recv\w*|send\w*|connect|poll|__poll|read|write|pread64|pwrite64|sock_(?:recv|send|connect|call)\w*|SSL_\w+|getaddrinfo|wait4|waitpid) .*(?:\.so|\.c:)/,
    is: 'io',
    because: 'a read, write or connect, seen by its C frame (--native)',
  }),
  python({
    top: /^(?:readinto|create_connection|recv\w*|send\w*|connect|getaddrinfo|do_handshake|read|write) .*(?:socket|ssl)\.py|^(?:_try_wait|wait|communicate|_communicate) .*subprocess\.py/,
    is: 'io',
    because: 'the standard library’s frame of a socket, or of a process that is waited for',
  }),
  python({
    kernel: kernelWaits.timer,
    is: 'parked',
    because: 'the kernel says that it waits for a timer',
  }),
  python({
    kernel: kernelWaits.io,
    is: 'io',
    because: 'the kernel says that it waits for a read, a write, a connection or a process',
  }),
  python({
    kernel: kernelWaits.comers,
    is: 'idle',
    because: 'the kernel says that it waits for whoever may come',
  }),
  python({
    top: /^(?:sem_wait|sem_clockwait|sem_timedwait|__futex_abstimed\w*|do_futex_wait\w*|futex_wait\w*|pthread_cond_\w+|PyThread_acquire_lock_timed|take_gil) /,
    is: 'blocked',
    because: 'it waits for a lock, seen by its C frame (--native)',
  }),
  python({
    kernel: /^(?:futex|rt_sigtimedwait)\//,
    is: 'blocked',
    because: 'the kernel says that it waits for another thread',
  }),
  python({ state: /active|gil/, is: 'working', because: 'py-spy saw it run' }),
  python({
    kernel: kernelWaits.runs,
    is: 'working',
    because: 'the kernel says that it runs, or could if a processor were free',
  }),
  python({ source: /\b(?:time\.)?sleep\s*\(/, is: 'parked', because: 'the line of the source calls sleep' }),
  python({
    source:
      /\.(?:recv\w*|sendall|send|connect|readline|readinto|read|write|getresponse|urlopen|request|execute|fetch\w*|commit)\s*\(/,
    is: 'io',
    because: 'the line of the source reads, writes or asks something outside',
  }),
  python({ source: /\.accept\s*\(/, is: 'idle', because: 'the line of the source accepts connections' }),
  python({
    source: /\.(?:acquire|wait|join|result|get|put)\s*\(|^\s*with\b/,
    is: 'blocked',
    because: 'the line of the source waits for a lock, a future, a thread or a queue',
  }),
];
