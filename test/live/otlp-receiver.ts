import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as OTLP over HTTP has it in JSON. */
export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code: number };
}

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number; readonly doubleValue?: number };
}

interface Point {
  readonly attributes: readonly Attribute[];
  readonly asDouble?: number;
  readonly count?: number;
}

export interface SentMetric {
  readonly name: string;
  readonly unit: string;
  readonly gauge?: { readonly dataPoints: readonly Point[] };
  readonly sum?: { readonly dataPoints: readonly Point[]; readonly isMonotonic: boolean };
  readonly histogram?: { readonly dataPoints: readonly Point[] };
}

export interface OtlpReceiver {
  readonly url: string;
  readonly spans: readonly SentSpan[];
  /** By export. */
  readonly metrics: readonly (readonly SentMetric[])[];
  /** Attributes of the resources that sent something. */
  readonly resources: readonly Readonly<Record<string, unknown>>[];
  close(): Promise<void>;
}

/** What an endpoint does with a request; by default it takes it. */
export type Behaviour = (answer: ServerResponse) => void;

export const takes: Behaviour = (answer) => answer.writeHead(200, { 'content-type': 'application/json' }).end('{}');

/** An OTLP endpoint on loopback that keeps what it is sent. */
export async function otlpReceiver(behaviour: Behaviour = takes): Promise<OtlpReceiver> {
  const spans: SentSpan[] = [];
  const metrics: SentMetric[][] = [];
  const resources: Record<string, unknown>[] = [];
  const server = createServer((request, answer) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<
        string,
        { resource: { attributes: Attribute[] } }[]
      >;
      for (const { resource } of Object.values(body).flat()) resources.push(valuesOf(resource));
      const inside = <T>(kind: string, scopes: string, items: string): T[] =>
        (body[kind] ?? []).flatMap((one) =>
          (one as unknown as Record<string, Record<string, T[]>[]>)[scopes]!.flatMap((scope) => scope[items] as T[]),
        );
      if (request.url === '/v1/traces') spans.push(...inside<SentSpan>('resourceSpans', 'scopeSpans', 'spans'));
      if (request.url === '/v1/metrics') metrics.push(inside<SentMetric>('resourceMetrics', 'scopeMetrics', 'metrics'));
      behaviour(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    metrics,
    resources,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The attributes of something, by their keys. */
export function valuesOf({
  attributes,
}: {
  readonly attributes: readonly Attribute[];
}): Record<string, string | number> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? (value.doubleValue as number)]),
  );
}

/** The sum of a metric over the points with these labels. */
export function sumOf(
  sent: readonly SentMetric[],
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number {
  const metric = sent.find((one) => one.name === name);
  const points = [metric?.gauge, metric?.sum, metric?.histogram].flatMap((data) => data?.dataPoints ?? []);
  return points
    .filter((point) => Object.entries(labels).every(([key, value]) => valuesOf(point)[key] === value))
    .reduce((sum, { asDouble, count }) => sum + (asDouble ?? count ?? 0), 0);
}
