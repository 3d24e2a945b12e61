/** The built files that the live world starts as processes of their own. This file is two folders below the package's, both as source and as built. */
const root = new URL('../../', import.meta.url);

/** The guardian of a process and its folder. */
export const guardianFile = new URL('dist/live/guardian.js', root);
