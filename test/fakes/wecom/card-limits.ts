// WeCom's own limits, written down once more: the fake must not believe the adapter's copy.

/** Hard: a list that is longer, or shorter, is refused. */
export const LISTS = {
  buttons: { min: 1, max: 6 },
  fields: { min: 0, max: 6 },
  options: { min: 1, max: 10 },
  checks: { min: 1, max: 20 },
  selects: { min: 1, max: 3 },
  jumps: { min: 0, max: 3 },
  menu: { min: 1, max: 3 },
  vertical: { min: 0, max: 4 },
} as const;

/** Hard, in bytes of UTF-8. */
export const BYTES = { key: 1024, optionId: 128, taskId: 128, feedbackId: 256 } as const;

/** Soft, in characters: the client cuts what is longer. */
export const SHOWN = {
  title: 26,
  desc: 30,
  subTitle: 112,
  keyname: 5,
  value: 26,
  button: 10,
  selectionTitle: 13,
  option: 10,
  check: 11,
} as const;

export const TASK_ID = /^[0-9A-Za-z_\-@]+$/;
/** Of a markdown message or of a stream, in bytes of UTF-8. */
export const MARKDOWN_BYTES = 20_480;
