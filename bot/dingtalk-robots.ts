import type { CustomRobot } from '../platforms/dingtalk/types.ts';

/** What is copied from the robot of the only group: the webhook's address, or the end of it, and the secret behind it. */
const WHOLE_ADDRESS = /^(?:https:\/\/[^\s,]+[?&])?access_token=([\w-]{8,128})(?:&[^\s,:]*)?(:\S*)?$/;
/** A group's id ends with the same sign that stands behind it. */
const ROBOT =
  /^(?:(?<chat>cid[^\s,:?\uFF0C\uFF1A\uFF1D]+)=)?(?<accessToken>[\w-]{8,128})(?::(?<secret>SEC[\w-]{8,128}))?$/;
/** A colon, a comma and an equals sign as a Chinese keyboard writes them. */
const FULL_WIDTH = /[\uFF1A\uFF0C\uFF1D]/;

/** @returns the custom robots of `DINGTALK_ROBOTS` by group, or undefined for what is none: of several each names its group */
export function robotsOf(value: string): ReadonlyMap<string, CustomRobot> | undefined {
  const entries = entriesOf(value).map((entry) => ROBOT.exec(entry)?.groups);
  const robots = new Map<string, CustomRobot>();
  for (const entry of entries) {
    const { accessToken, chat = '*', secret } = entry ?? {};
    if (accessToken === undefined || (chat === '*' && entries.length > 1) || robots.has(chat)) return undefined;
    robots.set(chat, { accessToken, ...(secret !== undefined && { secret }) });
  }
  return robots;
}

/** The first part of `DINGTALK_ROBOTS` that can't be right, without repeating it; undefined where all are. */
export function robotsFlaw(value: string): string | undefined {
  const entries = entriesOf(value);
  const chats = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const chat = ROBOT.exec(entry)?.groups?.chat;
    const flaw = entryFlaw(entry) ?? (entries.length > 1 ? groupFlaw(chat, chats) : undefined);
    if (flaw !== undefined) return entries.length > 1 ? `robot ${index + 1} of ${entries.length}: ${flaw}` : flaw;
    if (chat !== undefined) chats.add(chat);
  }
  return undefined;
}

function entriesOf(value: string): readonly string[] {
  const trimmed = value.trim();
  return trimmed
    .replace(WHOLE_ADDRESS, '$1$2')
    .split(',')
    .map((entry) => entry.trim());
}

function entryFlaw(entry: string): string | undefined {
  if (ROBOT.test(entry)) return undefined;
  const fullWidth = FULL_WIDTH.exec(entry)?.[0];
  if (fullWidth !== undefined) return `"${fullWidth}" is full-width; write "${fullWidth.normalize('NFKC')}"`;
  if (/\s/.test(entry)) return 'it has a blank in it';
  if (entry === '') return 'nothing stands between the commas';
  if (/https?:/.test(entry)) return 'of a group that is named write TOKEN:SECRET, not the whole address';
  const [, chat, rest = ''] = /^(?:(.*)=)?([^=]*)$/.exec(entry) ?? [];
  if (chat === 'access_token') return tokenFlaw(rest);
  if (chat !== undefined && !/^cid[^\s:?]+$/.test(chat))
    return 'what stands before "=" is no id of a group, which begins with cid';
  return tokenFlaw(rest);
}

function tokenFlaw(rest: string): string {
  const [token = '', secret] = rest.split(/:(.*)/s);
  if (!/^[\w-]*$/.test(token)) return 'the token holds a sign that none has';
  if (token.length < 8 || token.length > 128) return `the token is too ${token.length < 8 ? 'short' : 'long'}`;
  if (secret === undefined) return 'it is not TOKEN:SECRET';
  if (secret === '') return 'nothing stands behind the colon';
  if (!secret.startsWith('SEC')) return 'the secret does not begin with SEC';
  return 'the secret is too short or too long, or holds a sign that none has';
}

function groupFlaw(chat: string | undefined, others: ReadonlySet<string>): string | undefined {
  if (chat === undefined) return 'of several robots each has its group before it, as CID=';
  return others.has(chat) ? 'its group has one already' : undefined;
}
