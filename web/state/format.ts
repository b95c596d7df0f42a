import type { Instant } from '../../domain/types.ts';
import type { WebText } from '../text-types.ts';

// What people read is always in the contract's zone, wherever the browser is.
const TIME_ZONE = 'Asia/Shanghai';
const clockTime = new Intl.DateTimeFormat('zh-CN', {
  timeZone: TIME_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const clockSeconds = new Intl.DateTimeFormat('zh-CN', {
  timeZone: TIME_ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const dayKey = new Intl.DateTimeFormat('en-CA', { timeZone: TIME_ZONE });

export function timeOfDay(at: Instant): string {
  return clockTime.format(at);
}

export function timeWithSeconds(at: Instant): string {
  return clockSeconds.format(at);
}

/** `3月3日 星期二`, `Tue, Mar 3`. */
export function dayName(at: Instant, text: WebText): string {
  return new Intl.DateTimeFormat(text.lang, {
    timeZone: TIME_ZONE,
    month: 'short',
    day: 'numeric',
    weekday: 'short',
  }).format(at);
}

/** The time of day, with the day in front of it when that is another one than `now`'s. */
export function timeSeen(at: Instant, now: Instant, text: WebText): string {
  return withDay(timeOfDay(at), at, now, text);
}

/** The same to the second, for what is waited for. */
export function dueTimeSeen(at: Instant, now: Instant, text: WebText): string {
  return withDay(timeWithSeconds(at), at, now, text);
}

function withDay(time: string, at: Instant, now: Instant, text: WebText): string {
  return dayKey.format(at) === dayKey.format(now) ? time : `${dayName(at, text)} ${time}`;
}

/** A length of time for the eye, the sign left out; seconds are rounded up, so that `0 秒` means that it is over. */
export function durationWords(ms: number, text: WebText): string {
  const seconds = Math.ceil(Math.abs(ms) / 1_000);
  return text.duration({
    days: Math.floor(seconds / 86_400),
    hours: Math.floor(seconds / 3_600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  });
}

/** `86 KB`, `1.2 MB`. */
export function sizeSeen(bytes: number): string {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  return kilobytes < 1024 ? `${kilobytes} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** `docx`. */
export function endingOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
