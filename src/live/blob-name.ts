/** The name of a blob in the bucket: its job kind, the serial number of its job, and what distinguishes it within the job. Names of one run never repeat. */
export function blobName(jobName: string, job: number, item: number): string {
  return `${encodeURIComponent(jobName)}-${job}-${item.toString(16).padStart(8, '0')}`;
}
