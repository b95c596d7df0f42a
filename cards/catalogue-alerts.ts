import type { AlertSource } from '../domain/contract.ts';
import type { Line } from './types.ts';

/** Wording about alerts of monitoring. */
export interface AlertTexts {
  /** Who reports it. */
  readonly source: Readonly<Record<AlertSource, string>>;
  /** The report of a ticket. @param summary may be empty */
  readonly report: (name: string, summary: string) => string;
  /** Label of the card's field. */
  readonly label: string;
  readonly counts: (counted: {
    readonly alerts: number;
    readonly firing: number;
    readonly notices: number;
    readonly flaps: number;
  }) => string;
  /** One of them, for those who mend it. @param heard when it was heard of last */
  readonly one: (alert: {
    readonly said: string;
    readonly fires: boolean;
    readonly notices: number;
    readonly heard: string;
  }) => string;
  /** All have recovered. @param who mentions whoever has to act */
  readonly recovered: (who: Line, number: string, alerts: number) => Line;
  /** @param flaps how often by now */
  readonly refired: (who: Line, number: string, flaps: number) => Line;
  readonly unsteady: (number: string, flaps: number) => Line;
  /** @param firing how many fire */
  readonly afterResolution: (who: Line, number: string, firing: number) => Line;
}
