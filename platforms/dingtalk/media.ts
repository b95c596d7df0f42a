import { type DurationMs, type Instant, MINUTE } from '../../domain/types.ts';
import { download, lostForGood, NOT_DOWNLOADED } from '../download.ts';
import { isLoopback } from '../loopback.ts';
import { type Platform, PlatformError } from '../types.ts';
import type { DingtalkDeps, DingtalkSettings, OpenApi } from './types.ts';

/** How long an address is tried again: asking for one counts against the month's quota, and how long it is good is not told. */
const ADDRESS_KEPT_MS: DurationMs = 10 * MINUTE;
const ADDRESSES_KEPT_MAX = 200;
/** DingTalk's answer to a code that is over, and to one that was never good. */
const CODE_IS_OVER = 'invalidParameter.robotCode.downloadCode';

export interface MediaDeps extends Pick<DingtalkDeps, 'clock' | 'http'> {
  readonly api: Pick<OpenApi, 'downloadUrl'>;
}

/**
 * Downloads what came with a message.
 * @returns what throws `PlatformError`: for good `too_large`, `expired`, `media_address`; else retryable
 */
export function createMedia(
  settings: Pick<DingtalkSettings, 'apiBase' | 'oapiBase'>,
  { api, clock, http }: MediaDeps,
): NonNullable<Platform['fetch']> {
  const addresses = new Map<string, { readonly address: string; readonly until: Instant }>();

  async function ask(downloadCode: string): Promise<string> {
    const address = await api.downloadUrl(downloadCode).catch(asExpired);
    addresses.delete(downloadCode);
    addresses.set(downloadCode, { address, until: clock.now() + ADDRESS_KEPT_MS });
    const [oldest] = addresses.keys();
    if (addresses.size > ADDRESSES_KEPT_MAX && oldest !== undefined) addresses.delete(oldest);
    return address;
  }

  return async ({ source }, { maxBytes }) => {
    const found = addresses.get(source);
    const kept = found && clock.now() < found.until ? found.address : undefined;
    const address = kept ?? (await ask(source));
    const admitted = (url: URL) => placeOf(url, settings);
    try {
      // Behind a new address there will never be more than now; for one that was kept there may be another.
      const file = await download(http, { address, maxBytes, admitted, mayComeBack: kept !== undefined });
      addresses.delete(source);
      return file;
    } catch (error) {
      if (!(error instanceof PlatformError) || error.code !== NOT_DOWNLOADED) addresses.delete(source);
      throw error;
    }
  };
}

function asExpired(error: unknown): never {
  if (error instanceof PlatformError && error.code === CODE_IS_OVER) {
    throw lostForGood('expired', 'DingTalk does not know the code of a file any more');
  }
  throw error;
}

/** DingTalk's own places, Alibaba's object storage where it keeps files, and the configured gateways. */
function placeOf(url: URL, { apiBase, oapiBase }: Pick<DingtalkSettings, 'apiBase' | 'oapiBase'>): URL | undefined {
  const own = [apiBase, oapiBase].map((base) => new URL(base));
  if (own.some((base) => isLoopback(base.hostname)) && isLoopback(url.hostname)) return url;
  const isOwn = own.some((base) => base.hostname === url.hostname && base.port === url.port);
  const isPublic = url.port === '' && /(^|\.)(dingtalk\.com|aliyuncs\.com)$/.test(url.hostname);
  if ((!isOwn && !isPublic) || url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'https:') return url;
  // It is signed: whoever reads it on the way could read the file. The signature holds for https as well.
  return url.protocol === 'http:' ? new URL(`https:${url.href.slice('http:'.length)}`) : undefined;
}
