import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DAY, type DurationMs, type Instant } from '../../domain/types.ts';
import type { TappedButton } from '../button-key.ts';
import { parseJson } from '../http-exchange.ts';
import { isLoopback } from '../loopback.ts';
import { createSealer } from '../sealed-text.ts';
import { clipBytes } from '../text-bytes.ts';
import type { AccountRef, ActionUpdate } from '../types.ts';
import { chatById } from './conversations.ts';
import { readTapParams, tapParamsOf } from './tap-params.ts';
import type { DingtalkSettings } from './types.ts';

/** Where the pages of links stand, before the token. */
export const TAP_PAGE_PATH = '/dingtalk/confirm';
/** How long a link can be used. */
export const LINK_LIFE_MS: DurationMs = DAY;
const PURPOSE = 'dutybell:tap-link:1';
/** Of what the page shows: the address has to stay short enough for every client. */
const SHOWN_BYTES_MAX = 120;
const DIGEST_KEPT = 40;

/** A button of one person, as a link: where a card has no buttons that come back to the bot. */
export interface LinkedTap {
  /** By his staff id; never a guest. */
  readonly person: AccountRef;
  /** The chat whose business it is, by its `externalId`: there the result appears. */
  readonly chat: string;
  readonly button: TappedButton;
  /** As the button is called: 接单. */
  readonly label: string;
  /** What it is about, with the ticket's number. */
  readonly about: string;
  /** What does the same where it is typed: 接单 7. */
  readonly command?: string;
  /** The bot will ask for something more. */
  readonly asksMore?: true;
  readonly language: 'zh' | 'en';
}

export interface OpenedLink extends LinkedTap {
  /** Names this link, and tells nothing of what is in it. */
  readonly id: string;
  /** It can be used before this. */
  readonly until: Instant;
}

/**
 * Links that do what a button does, for one person, within 24 hours.
 *
 * The page can't know who opens it, so a link is as good as its holder: whoever gets hold of one can, in the name of the person whom
 * the page names, do the one thing that it names with the one thing that it is about, once, within 24 hours, and only while that
 * has not turned since (the button's version). He can't choose another action, person or ticket, can't lengthen it, learns of the
 * ticket what the page shows, and gets no answer but that it was taken: the result goes to the chat, where everybody sees under whose
 * name it was done. What somebody is not allowed to do he can't do by a link either; the handlers decide as for any tap. Nothing is
 * done by opening one, so that previews and scanners do no harm. So links go only into the private chat of the person himself.
 * They end at once, all of them, when the app's Client Secret is changed.
 */
export interface TapLinks {
  /** @returns undefined for what no link can carry, and for a guest */
  linkFor(tap: LinkedTap, now: Instant): string | undefined;
  /** @param token what follows `TAP_PAGE_PATH` in the address @returns undefined for what is none of ours, whatever its age */
  open(token: string): OpenedLink | undefined;
}

const sealedShape = z.object({
  u: z.string().min(1),
  n: z.string().optional(),
  p: z.record(z.string(), z.string()),
  l: z.string(),
  t: z.string(),
  c: z.string().optional(),
  m: z.literal(true).optional(),
  g: z.enum(['zh', 'en']),
  e: z.int(),
});

/** A link is as good as its holder, so nobody on the way may read it. @param publicUrl where the pages would be reached */
export function carriesLinks(publicUrl: string | undefined): publicUrl is string {
  if (publicUrl === undefined) return false;
  const { hostname, protocol } = new URL(publicUrl);
  return protocol === 'https:' || isLoopback(hostname);
}

/** @param settings.publicUrl where the pages are reached */
export function createTapLinks(settings: Pick<DingtalkSettings, 'clientSecret'> & { publicUrl: string }): TapLinks {
  const sealer = createSealer(settings.clientSecret, PURPOSE);
  return {
    linkFor({ about, asksMore, button, chat, command, label, language, person }, now) {
      const params = tapParamsOf(button, chat);
      if (!params || person.isGuest) return undefined;
      const shown = (text: string) => clipBytes(text, SHOWN_BYTES_MAX);
      const sealed: z.infer<typeof sealedShape> = {
        u: person.userId,
        ...(person.name !== undefined && { n: shown(person.name) }),
        p: params,
        l: shown(label),
        t: shown(about),
        ...(command !== undefined && { c: shown(command) }),
        ...(asksMore && { m: asksMore }),
        g: language,
        e: now + LINK_LIFE_MS,
      };
      return `${settings.publicUrl}${TAP_PAGE_PATH}/${sealer.seal(JSON.stringify(sealed))}`;
    },
    open(token) {
      const text = sealer.open(token);
      const { data } = sealedShape.safeParse(text === undefined ? undefined : parseJson(text));
      const tap = data && readTapParams(data.p);
      if (!data || tap?.chat === undefined) return undefined;
      const { c: command, e: until, g: language, l: label, m: asksMore, n: name, t: about, u: userId } = data;
      return {
        id: createHash('sha256').update(token).digest('hex').slice(0, DIGEST_KEPT),
        ...{ about, button: tap.button, chat: tap.chat, label, language, until },
        person: { userId, ...(name !== undefined && { name }) },
        ...(command !== undefined && { command }),
        ...(asksMore && { asksMore }),
      };
    },
  };
}

/** The tap that a link stands for: each time the same, so that it is done once. */
export function actionOf({ button, chat, id, person }: OpenedLink, receivedAt: Instant): ActionUpdate {
  return {
    ...{ platform: 'dingtalk', type: 'action', updateId: `link:${id}` },
    chat: chatById(chat),
    from: person,
    receivedAt,
    ...button,
  };
}
