import { z } from 'zod';
import { DAY, type DurationMs, HOUR, MINUTE, SECOND } from '../../domain/types.ts';

const UNITS: Readonly<Record<string, number>> = { d: DAY, h: HOUR, m: MINUTE, s: SECOND, ms: 1 };
const SHAPE = /^(-?)((?:\d+(?:ms|d|h|m|s))+)$/;
const PART = /(\d+)(ms|d|h|m|s)/g;

/**
 * `1h30m`, `4m10s`, `-50s`, `1ms`: whole numbers with units, greatest first.
 * @returns milliseconds, or undefined when the text is no duration
 */
export function parseDuration(text: string): DurationMs | undefined {
  const shape = SHAPE.exec(text);
  if (!shape) return undefined;
  let sum = 0;
  for (const [, figure, unit] of (shape[2] ?? '').matchAll(PART)) sum += Number(figure) * (UNITS[unit ?? ''] ?? 0);
  return shape[1] === '-' ? -sum : sum;
}

/** The other way round, for messages: `4m10s`; zero is `0s`. */
export function writeDuration(ms: DurationMs): string {
  let rest = Math.abs(ms);
  let text = '';
  for (const [unit, size] of Object.entries(UNITS)) {
    const whole = Math.floor(rest / size);
    if (whole > 0) text += `${whole}${unit}`;
    rest -= whole * size;
  }
  return text === '' ? '0s' : `${ms < 0 ? '-' : ''}${text}`;
}

export const durationMs = z.string().transform((text, ctx) => {
  const ms = parseDuration(text);
  if (ms === undefined) {
    ctx.addIssue({ code: 'custom', message: `\`${text}\` is no duration; write it like 4m10s, 1h30m or -50s` });
    return z.NEVER;
  }
  return ms;
});
