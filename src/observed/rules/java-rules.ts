import type { Rule } from './rule.ts';

const java = (rule: Omit<Rule, 'runtime'>): Rule => ({ runtime: 'java', ...rule });

/**
 * HotSpot. Its `WAITING (parking)` is not our *parked*: it is how every lock of java.util.concurrent waits, that of an idle worker too, so what stands above the park decides.
 * JSON dumps have no word in brackets after the state.
 */
export const javaRules: readonly Rule[] = [
  java({
    frame: /^java\.lang\.(?:Thread\.sleep|VirtualThread\.(?:sleepNanos|parkNanos .*sleep))/,
    is: 'parked',
    because: 'Thread.sleep waits for a timer and for nothing else',
  }),
  java({
    frame: /^java\.util\.concurrent\.(?:ThreadPoolExecutor\.getTask|ForkJoinPool\.(?:awaitWork|runWorker .*park)) /,
    state: /WAITING/,
    is: 'idle',
    because: 'a worker that asks its own pool for a task holds none',
  }),
  java({
    frame: /\.(?:SynchronousQueue|LinkedTransferQueue|DelayedWorkQueue|TaskQueue)\S*\.(?:take|poll) /,
    without: /^java\.util\.concurrent\.(?:FutureTask|CompletableFuture)\.get/,
    state: /WAITING/,
    is: 'idle',
    because: 'these queues are those of worker pools',
  }),
  java({
    frame:
      /^(?:java\.lang\.ref\.(?:ReferenceQueue\.remove|Reference\.waitFor)|java\.util\.TimerThread\.mainLoop|jdk\.internal\.ref\.)/,
    is: 'idle',
    because: 'the runtime’s own helpers wait for work',
  }),
  java({ state: /^BLOCKED/, is: 'blocked', because: 'it waits to enter a monitor that another thread holds' }),
  java({
    frame:
      /\.(?:accept0?|accept4|epollWait|EPoll\.wait|kevent|poll0|KQueue\.poll|WEPoll\.wait|lockAndDoSelect|select) /,
    state: /RUNNABLE/,
    is: 'idle',
    because: 'accept and a selector wait for whoever may come: nobody is being served',
  }),
  java({
    top: /(?:SocketDispatcher\.(?:read|write)|socketRead0|socketWrite0|socketConnect|connect0|pollConnect|FileDispatcherImpl\.(?:read|write|pread|pwrite)|\.Net\.poll|NioSocketImpl\.park|DatagramDispatcher|RandomAccessFile\.(?:read|write)|FileInputStream\.read|FileOutputStream\.write|UNIXProcess\.waitFor|UnixDomain|ProcessImpl\.waitFor|Inet\dAddressImpl\.lookup)/,
    state: /RUNNABLE/,
    is: 'io',
    because: 'RUNNABLE in a native read, write or connect: the kernel is waiting, the processor is not working',
  }),
  java({
    frame:
      /(?:NioSocketImpl|SocketChannelImpl|SocketAdaptor)\.(?:park|implRead|timedRead|blockingRead|read|connect|implWrite) /,
    is: 'io',
    because: 'a socket’s read, write or connect',
  }),
  java({
    frame:
      /\.(?:acquire\w*|lock\w*|tryLock|tryAcquire\w*|await\w*|get|join|take|put|poll|offer|exchange|awaitAdvance\w*|arriveAndAwaitAdvance|transfer|tryTransfer|invokeAll|invokeAny|awaitTermination|waitingGet|timedGet|awaitDone|block) /,
    state: /WAITING/,
    is: 'blocked',
    because: 'it waits for another thread: a lock, a semaphore, a latch, a future, a queue of others',
  }),
  java({
    frame: /^java\.lang\.Object\.wait0? /,
    state: /WAITING/,
    is: 'blocked',
    because: 'Object.wait waits for another thread’s notify',
  }),
  java({
    frame: /^java\.util\.concurrent\.locks\.LockSupport\.(?:parkNanos|parkUntil) /,
    state: /TIMED_WAITING/,
    is: 'parked',
    because: 'a bare timed park outside of any lock or queue is a sleep',
  }),
  java({ state: /RUNNABLE/, is: 'working', because: 'it runs, or could if a processor were free' }),
];
