import { SECOND } from '../../domain/types.ts';

/**
 * WeCom's limits on a template card and on markdown. Lengths are in UTF-16 units, which are never fewer than what WeCom counts as
 * characters, except where the name says bytes. The lengths of texts are what its clients show; counts and bytes are what its
 * server refuses.
 */
export const LIMITS = {
  title: 26,
  desc: 30,
  subTitle: 112,
  rows: 6,
  rowLabel: 5,
  rowValue: 26,
  buttons: 6,
  buttonText: 10,
  selectionTitle: 13,
  options: 10,
  optionText: 10,
  selects: 3,
  taskIdBytes: 128,
  /** WeCom takes 1,024 for a button, but 128 for an option, and an action may be either. */
  keyBytes: 128,
  /** Of the 20,480 that WeCom takes. */
  markdownBytes: 20_000,
} as const;

/** WeCom takes an answer to an event for 5 s; what leaves later than this may come too late. */
export const ANSWERED_WITHIN_MS = 4.5 * SECOND;
