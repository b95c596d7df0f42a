import { createHmac, hash as digest, randomBytes, timingSafeEqual } from 'node:crypto';
import type Router from '@koa/router';
import type { Context } from 'koa';
import type { FileLinkTexts } from '../cards/catalogue-media.ts';
import { CATALOGUES } from '../cards/language.ts';
import type { Store } from '../db/store.ts';
import { type Clock, DAY, type DurationMs, type Instant, SECOND } from '../domain/types.ts';
import type { FileLink } from '../handlers/context.ts';
import type { MediaFolder } from './media-folder.ts';
import { mediaTypeOf } from './media-type.ts';

/** Where files are had. A path of the program's own, behind `PUBLIC_URL`. */
export const FILES_PATH = '/files';
/** How long a link opens its file. */
export const LINK_VALID_MS: DurationMs = DAY;

/** What a browser draws, and can't be made to run. All else is offered for keeping, never opened. */
export const PICTURES: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
  'image/avif',
]);
const HASH = /^[0-9a-f]{64}$/;
const UNTIL = /^[1-9]\d{9,10}$/;
const SIGNATURE = /^[0-9a-f]{32}$/;
const SIGNATURE_LENGTH = 32;
/** Of a name in a link, in UTF-16 units, its ending not counted: Chinese takes nine characters of an address for each. */
const STEM_MAX = 24;
const NO_NAME = 'file';
const POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'";

/** Signs links with a key of the installation, which is made with the first one and stays. */
export async function linkKeyOf(store: Pick<Store, 'linkKey'>): Promise<string> {
  return store.linkKey(randomBytes(32).toString('hex'));
}

/**
 * Links to kept files: whoever has one opens the file for a day, without a login, so a link is shown only to those who may see the
 * ticket.
 * @param base address of the pages, without a slash at its end; undefined while nothing is served there
 */
export function fileLinks(key: string, base: () => string | undefined, clock: Clock): FileLink {
  return ({ hash, name = '' }) => {
    const address = base();
    if (address === undefined) return undefined;
    const until = String(Math.floor((clock.now() + LINK_VALID_MS) / SECOND));
    const shown = linkName(name);
    const signed = `sig=${signatureOf(key, { hash, name: shown, until })}`;
    return `${address}${FILES_PATH}/${hash}/${strictlyEncoded(shown)}?until=${until}&${signed}`;
  };
}

export interface FileRouteDeps {
  readonly key: string;
  readonly media: Pick<MediaFolder, 'read'>;
  readonly clock: Clock;
}

/** Adds the page behind the links. A link that was changed in any character opens nothing, and does not tell what there is. */
export function mountFiles(router: Router, { clock, key, media }: FileRouteDeps): void {
  router.get(`${FILES_PATH}/:hash/:name`, async (ctx) => {
    const { hash = '', name = '' } = ctx.params;
    ctx.set({ 'content-security-policy': POLICY, 'cache-control': 'private, no-store', 'accept-ranges': 'none' });
    const link = { hash, name, until: one(ctx.query.until) };
    if (!isOurs(key, link, one(ctx.query.sig))) return refuse(ctx, 403, 'invalid');
    if (!isValid(link.until, clock.now())) return refuse(ctx, 410, 'expired');
    const bytes = await media.read(hash);
    if (!bytes) return refuse(ctx, 404, 'gone');
    const type = await mediaTypeOf(bytes, undefined);
    const isShown = 'mediaType' in type && PICTURES.has(type.mediaType);
    ctx.set({
      'content-type': isShown ? type.mediaType : 'application/octet-stream',
      'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename*=UTF-8''${strictlyEncoded(name)}`,
      'cross-origin-resource-policy': 'same-origin',
    });
    ctx.body = Buffer.from(bytes);
  });
}

interface SignedLink {
  readonly hash: string;
  readonly name: string;
  /** Seconds since 1970. */
  readonly until: string;
}

function isOurs(key: string, link: SignedLink, signature: string): boolean {
  if (!HASH.test(link.hash) || !UNTIL.test(link.until) || !SIGNATURE.test(signature)) return false;
  const bytesOf = (text: string) => digest('sha256', text, 'buffer');
  return timingSafeEqual(bytesOf(signature), bytesOf(signatureOf(key, link)));
}

function isValid(until: string, now: Instant): boolean {
  return now < Number(until) * SECOND;
}

/** 128 bits are enough against guessing, and keep the link short. */
function signatureOf(key: string, { hash, name, until }: SignedLink): string {
  return createHmac('sha256', key).update(`${hash}\n${until}\n${name}`).digest('hex').slice(0, SIGNATURE_LENGTH);
}

/** As the file is called when it is kept: no path, and not longer than a link bears. */
function linkName(name: string): string {
  const safe = name
    .toWellFormed()
    .replace(/[\p{C}\p{Z}/\\:*?"<>|%]+/gu, ' ')
    .trim();
  const dot = safe.lastIndexOf('.');
  const ending = dot > 0 && safe.length - dot <= 6 ? safe.slice(dot) : '';
  const stem = safe.slice(0, safe.length - ending.length).replace(/^\.+/, '');
  return `${stem.slice(0, STEM_MAX).toWellFormed().replaceAll('\ufffd', '').trim() || NO_NAME}${ending}`;
}

/** Nothing is left that a chat takes for markup or for the end of an address. */
function strictlyEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*_~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function one(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** People open links by hand: the answer is a sentence in their browser's language. */
function refuse(ctx: Context, status: number, why: keyof FileLinkTexts): void {
  const language = ctx.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh';
  ctx.status = status;
  ctx.type = 'text/plain';
  ctx.body = CATALOGUES[language].media.link[why];
}
