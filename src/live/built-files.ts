/** The built files that the live world starts as processes and threads of their own. This file is two folders below the package's, both as source and as built. */
const root = new URL('../../', import.meta.url);

/** The guardian of a process and its folder. */
export const guardianFile = new URL('dist/live/guardian.js', root);

/** The service under test. */
export const serviceFile = new URL('dist/live/service.js', root);

/** The threads of the service. */
export const poolThreadFile = new URL('dist/live/pool-thread.js', root);
export const ioThreadFile = new URL('dist/live/io-thread.js', root);
export const janitorThreadFile = new URL('dist/live/janitor-thread.js', root);
