import type { ClockName } from '../contract.ts';
import type { DurationMs, Instant } from '../types.ts';

/** What a 故障报告 says of one fault, as the record has it; the words are those of the people who worked on it. */
export interface FaultReport {
  readonly contract: string;
  readonly customer: string;
  readonly supplier: string;
  readonly number: string;
  readonly system?: string;
  readonly level: string;
  readonly summary: string;
  readonly reporter: string;
  readonly assignee?: string;
  readonly reportedAt: Instant;
  readonly resolvedAt?: Instant;
  /** From the report to the resolution, suspensions left out. */
  readonly downMs?: DurationMs;
  readonly cause?: string;
  readonly action?: string;
  /** What happened, in its order. */
  readonly course: readonly { readonly at: Instant; readonly by?: string; readonly what: string }[];
  readonly clocks: readonly {
    readonly clock: ClockName;
    readonly dueAt?: Instant;
    readonly stoppedAt?: Instant;
    readonly isMissed: boolean;
    readonly clause: string;
  }[];
  /** When the report itself is due. */
  readonly dueAt?: Instant;
  readonly madeAt: Instant;
}
