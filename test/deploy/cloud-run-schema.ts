import { z } from 'zod';

/**
 * The part of a Cloud Run job that our manifest may use, written by hand after the API's own description: version v1 of run.googleapis.com, schemas Job, JobSpec,
 * ExecutionTemplateSpec, ExecutionSpec, TaskTemplateSpec, TaskSpec, Container, EnvVar, ResourceRequirements and ObjectMeta (as the package @googleapis/run 34.0.0 has them).
 * An int64 is a text there.
 */
const text = z.string().min(1);
const metadata = z.strictObject({
  name: text.regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/),
  labels: z.record(z.string(), z.string()).optional(),
});
const int64 = z.string().regex(/^\d+$/);
const int32 = z.int().min(0);

const container = z.strictObject({
  name: text.optional(),
  image: text,
  command: z.array(text).optional(),
  args: z.array(text).optional(),
  env: z.array(z.strictObject({ name: text, value: z.string() })).optional(),
  resources: z.strictObject({ limits: z.record(z.string(), z.string()) }).optional(),
  workingDir: text.optional(),
});

export const cloudRunJob = z.strictObject({
  apiVersion: z.literal('run.googleapis.com/v1'),
  kind: z.literal('Job'),
  metadata,
  spec: z.strictObject({
    template: z.strictObject({
      metadata: metadata.optional(),
      spec: z.strictObject({
        parallelism: int32.optional(),
        taskCount: int32.optional(),
        template: z.strictObject({
          spec: z.strictObject({
            containers: z.array(container).min(1),
            maxRetries: int32.optional(),
            serviceAccountName: text.optional(),
            timeoutSeconds: int64.optional(),
          }),
        }),
      }),
    }),
  }),
});
