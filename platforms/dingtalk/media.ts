import { type DurationMs, type Instant, MINUTE } from '../../domain/types.ts';
import { download, NOT_DOWNLOADED } from '../download.ts';
import { ownPlace } from '../own-place.ts';
import { forGood, type Platform, PlatformError } from '../types.ts';
import type { DingtalkDeps, DingtalkSettings, OpenApi } from './types.ts';

/** How long an address is tried again: asking for one counts against the month's quota, and how long it is good is not told. */
const ADDRESS_KEPT_MS: DurationMs = 10 * MINUTE;
const ADDRESSES_KEPT_MAX = 200;
/** DingTalk's answer to a code that is over, and to one that was never good. */
const CODE_IS_OVER = 'invalidParameter.robotCode.downloadCode';

/** DingTalk's own places, and Alibaba's object storage, where it keeps files. */
const FILE_HOSTS = ['*.dingtalk.com', '*.aliyuncs.com'];

export interface MediaDeps extends Pick<DingtalkDeps, 'clock' | 'http'> {
  readonly api: Pick<OpenApi, 'downloadUrl'>;
}

/**
 * Downloads what came with a message.
 * @returns what throws `PlatformError`: for good `too_large`, `expired`, `media_address`; else retryable
 */
export function createMedia(
  settings: Pick<DingtalkSettings, 'apiBase' | 'fileHosts' | 'oapiBase'>,
  { api, clock, http }: MediaDeps,
): NonNullable<Platform['fetch']> {
  const { apiBase, fileHosts = [], oapiBase } = settings;
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
    const admitted = (url: URL) => ownPlace(url, [apiBase, oapiBase], [...FILE_HOSTS, ...fileHosts]);
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
    throw forGood('expired', 'DingTalk does not know the code of a file any more');
  }
  throw error;
}
