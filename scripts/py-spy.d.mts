export const PY_SPY_VERSION: string;
export const pySpyFolder: string;
export function pySpyPrograms(): string | undefined;
