import { type DurationMs, SECOND } from '../domain/types.ts';
import { type FetchedFile, forGood, PlatformError } from './types.ts';

const DOWNLOAD_LIMIT_MS: DurationMs = 10 * SECOND;
const REDIRECTS_MAX = 3;
const MAY_COME_LATER = new Set([408, 425, 429]);
const IS_GONE = new Set([401, 403, 404, 410]);

/** `PlatformError.code`: the server of files did not answer, or not to the end. */
export const NOT_DOWNLOADED = 'media_download';

export interface Download {
  readonly address: string;
  /** More are not read, whatever the server announces. */
  readonly maxBytes: number;
  /**
   * The address to ask for this one, or undefined where no file of the platform lies: never in the network in which the bot runs,
   * unless the administrator has configured a gateway there. It is asked of each redirect's target too.
   */
  readonly admitted: (url: URL) => URL | undefined;
  /** Where the server says that there is no such file, it may be there later. */
  readonly mayComeBack: boolean;
}

/**
 * Downloads what came with a message.
 * @throws {PlatformError} for good: `too_large`, `expired`, `media_address`; else retryable
 */
export async function download(http: typeof fetch, wanted: Download): Promise<FetchedFile> {
  const signal = AbortSignal.timeout(DOWNLOAD_LIMIT_MS);
  try {
    const response = await request(http, wanted, signal);
    if (!response.ok) throw refusal(response.status, wanted.mayComeBack);
    const bytes = await readAtMost(response, wanted.maxBytes);
    const name = fileName(response.headers.get('content-disposition'));
    return { bytes, ...(name !== undefined && { name }) };
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError('a file could not be downloaded', {
      code: NOT_DOWNLOADED,
      retryable: true,
      cause: error,
    });
  }
}

export function tooLarge(): PlatformError {
  return forGood('too_large', 'a file is larger than what is kept');
}

async function request(http: typeof fetch, { address, admitted }: Download, signal: AbortSignal): Promise<Response> {
  let target = address;
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
    const said = URL.parse(target);
    const url = said && admitted(said);
    if (!url) throw forGood('media_address', `a file lies at ${said?.host ?? 'no address'}, no place of the platform`);
    const response = await http(url, { signal, redirect: 'manual' });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    // An address that is none goes into no error: it may be a signed one, cut short.
    target = URL.parse(location, url)?.href ?? '';
  }
  throw forGood('media_address', 'a file is said to be elsewhere, again and again');
}

function refusal(status: number, mayComeBack: boolean): PlatformError {
  if (status >= 500 || MAY_COME_LATER.has(status) || (IS_GONE.has(status) && mayComeBack)) {
    return new PlatformError(`the server of files answered ${status}`, { code: `http_${status}`, retryable: true });
  }
  if (IS_GONE.has(status)) return forGood('expired', `the server of files answered ${status}: its address is over`);
  return forGood(`http_${status}`, `the server of files answered ${status}`);
}

/** Reads no more than it may, whatever the answer says of its length. */
async function readAtMost(response: Response, maxBytes: number): Promise<Uint8Array> {
  const announced = Number(response.headers.get('content-length') ?? 0);
  const parts: Uint8Array[] = [];
  let size = 0;
  const { body } = response;
  if (announced > maxBytes) {
    await body?.cancel();
    throw tooLarge();
  }
  for await (const part of body ?? []) {
    size += part.byteLength;
    // Leaving the loop cancels the rest.
    if (size > maxBytes) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}

/** The name of `Content-Disposition`, without any folder; RFC 5987's form goes first, as it is the one that can hold Chinese. */
function fileName(disposition: string | null): string | undefined {
  const encoded = /filename\*\s*=\s*utf-8''([^;\s]+)/i.exec(disposition ?? '')?.[1];
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition ?? '');
  // A header is read as Latin-1, whatever it was written in.
  const raw = encoded ?? Buffer.from(plain?.[1] ?? plain?.[2] ?? '', 'latin1').toString('utf8');
  const name = percentDecoded(raw).split(/[\\/]/).at(-1)?.trim();
  return name ? name : undefined;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
