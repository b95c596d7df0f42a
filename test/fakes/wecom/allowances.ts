import type { Allowance } from '../quota.ts';

/** Replies and pushes of the bot together, in each conversation. */
export const BOT: Allowance = { perMinute: 30, perHour: 1000 };
export const WEBHOOK: Allowance = { perMinute: 20, perHour: Number.POSITIVE_INFINITY };
/** Media uploads of the whole bot. */
export const UPLOAD: Allowance = { perMinute: 30, perHour: 1000 };
/** Messages of a self-built app to one member. */
export const MEMBER: Allowance = { perMinute: 30, perHour: 1000 };
