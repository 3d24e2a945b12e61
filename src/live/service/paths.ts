/** Where jobs are posted, as the original has it. */
export const JOBS_PATH = '/v2/sync-local-files';
