/** The counts of blobs that nobody will delete any more: their deletion failed for good or was refused, or their job ended without asking for it. */
export const BLOBS_LEFT = ['deletions.failed', 'deletions.rejected', 'blobs.neverDeferred'] as const;
