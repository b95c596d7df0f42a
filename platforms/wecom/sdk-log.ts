import type { PlatformLog } from '../deps.ts';

/** The SDK's logger as it wants it. */
interface SdkLogger {
  debug(message: string, ...rest: unknown[]): void;
  info(message: string, ...rest: unknown[]): void;
  warn(message: string, ...rest: unknown[]): void;
  error(message: string, ...rest: unknown[]): void;
}

/** From here on, a line of the SDK may hold what people wrote, or a key in an address. */
const PRIVATE = /,? ?body=|\?/;
const LINE_MAX = 200;

/**
 * The SDK's own words go to our log for whoever looks for a fault: without what follows its sentence, which may be a whole
 * message. What matters of it reaches us as events.
 */
export function sdkLogger(log: PlatformLog): SdkLogger {
  const write = (level: string) => (message: string) => {
    const [sentence = ''] = String(message).split(PRIVATE);
    log.debug({ level }, `the SDK says: ${sentence.slice(0, LINE_MAX)}`);
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
