/** The Chromium that tests may start: the one that CHROMIUM_PATH names, or else an installed one. */
export function findChromium(): string | undefined;
