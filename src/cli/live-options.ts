import type { LogLevel } from '../live/service-log.ts';
import type { OutputOptions } from './run-outputs.ts';
import type { ScenarioOptions } from './scenario-argument.ts';

/** The options of `unpark live`. */
export interface LiveOptions extends ScenarioOptions, OutputOptions {
  readonly compress: number;
  readonly endpoint?: string;
  readonly allowRemote?: string;
  readonly port?: number;
  /** Of an OTLP endpoint, without a slash at its end. */
  readonly otlp?: string;
  /** A log of the services. */
  readonly log?: string;
  readonly logLevel?: LogLevel;
  readonly out?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly open?: boolean;
}
