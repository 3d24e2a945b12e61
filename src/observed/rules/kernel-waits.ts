/** What `system call/wait channel` says, whatever the runtime. */
export const kernelWaits = {
  timer: /nanosleep/,
  /** For whoever may come: nobody is being served. */
  comers: /^(?:accept4?|epoll_p?wait|select|pselect6)\//,
  /** A read, a write, a connection or a process. */
  io: /^(?:recv\w*|read\w*|write\w*|send\w*|connect|poll|ppoll|pread64|pwrite64|fsync|wait4|waitid)\//,
  runs: /^running\//,
} as const;
