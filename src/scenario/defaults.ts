/** What holds where a scenario says nothing. The descriptions in the schema say the same in words. */
import { US_PER_HOUR, US_PER_MINUTE, US_PER_SECOND } from '../units.ts';

export const DEFAULTS = {
  warmUpUs: 0,
  seed: 1,
  replications: 20,
  checkReplications: 5,
  live: { warmUpUs: 10 * US_PER_MINUTE, durationUs: 20 * US_PER_MINUTE },
  queueBound: Number.POSITIVE_INFINITY,
  health: { everyUs: 60 * US_PER_SECOND, abovePercent: 70 },
  profilePeriodUs: 24 * US_PER_HOUR,
  deletion: { delayUs: 480 * US_PER_SECOND, urlValidityUs: Number.POSITIVE_INFINITY },
  janitor: {
    concurrency: 1,
    maxPending: 1_000_000,
    retry: { attempts: 1, backoffUs: US_PER_SECOND, factor: 2, maxBackoffUs: 60 * US_PER_SECOND },
  },
} as const;
